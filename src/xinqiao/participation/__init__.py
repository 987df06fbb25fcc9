"""Projects (项目) that residents asked for: verified, funded, built, accepted."""
