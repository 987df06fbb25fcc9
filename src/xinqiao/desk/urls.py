"""Addresses of the room `desk`, written from the site's root."""

from django.urls import path

from xinqiao.desk.views import board, home, live

app_name = "desk"
urlpatterns = [
    path("desk/", home.home, name="home"),
    path("board/", board.board, name="board"),
    path("board/part", board.part, name="board-part"),
    path("board/live", live.live, name="board-live"),
    path("board/outlines", board.outlines, name="board-outlines"),
    path("board/items/", board.items, name="board-items"),
]
