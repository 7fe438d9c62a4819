"""What a person says by hand about what is in the books: links, candidates, adoption."""

from __future__ import annotations

from dataclasses import dataclass

from domain.use_cases.adopt import AdoptEntry
from domain.use_cases.candidates import GetCandidates
from domain.use_cases.links import DeleteLink, GetLink, PutLink


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """One field for each."""

    adopt_entry: AdoptEntry
    delete_link: DeleteLink
    get_candidates: GetCandidates
    get_link: GetLink
    put_link: PutLink
