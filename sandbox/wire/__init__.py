"""The wire: bytes to QBO's JSON shape and back. The one seam where a format matters."""
