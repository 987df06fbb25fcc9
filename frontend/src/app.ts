import "./styles/tabler.scss";
import "./styles/house.scss";
import "./styles/board.scss";
import "./styles/field.scss";
import { attachIslands } from "./lib/islands";
import { startShell } from "./lib/shell";

startShell();
attachIslands(document.body);
