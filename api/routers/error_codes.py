"""The error catalogue: every error that staff can meet, and how to put it right."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, status
from pydantic import StringConstraints

from api.documented import answers
from api.errors import problems
from api.route import Route
from api.schemas.error_codes import ErrorCodeOut, ErrorCodePageOut
from domain import catalogue
from domain.errors import ErrorCodeNotFound

router = APIRouter(prefix="/error-codes", tags=["Error catalogue"], route_class=Route)

Code = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64, pattern="^[a-z0-9_]+$"),
    Path(description="The code of a log entry's error."),
]

_ROW = ErrorCodeOut.of(catalogue.row("fee_item_not_mapped"))
_PAGE = ErrorCodePageOut(items=[_ROW], next=None)


@router.get("", summary="List the error catalogue", responses=answers(status.HTTP_200_OK, "All rows.", _PAGE))
async def list_error_codes() -> ErrorCodePageOut:
    """Every error that a log entry can have: what it means, how to correct it, and who can."""
    return ErrorCodePageOut(items=[ErrorCodeOut.of(row) for row in catalogue.CATALOGUE.values()], next=None)


@router.get(
    "/{code}",
    summary="Get an error code",
    responses={**answers(status.HTTP_200_OK, "The row.", _ROW), **problems(ErrorCodeNotFound)},
)
async def get_error_code(code: Code) -> ErrorCodeOut:
    """One error: what it means, how to correct it, and who can."""
    return ErrorCodeOut.of(catalogue.row(code))
