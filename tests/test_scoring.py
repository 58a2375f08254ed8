"""The benchmark's scorer of sums and places."""

import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

import annotators
import scoring
from scoring import ALL, MONEY, PLACES, STRICT, score
from wrans.entities.annotating import annotate


def sum_at(start: int, end: int, low: str, **more: Any) -> dict[str, Any]:
    told = {"start": start, "end": end, "currency": "GBP", "low": low, "high": low}
    return told | {"qualifier": None, "period": None} | more


def document(name: int = 1, stratum: str = "random", **marked: Any) -> dict[str, Any]:
    return {"id": name, "stratum": stratum, "text": "x" * 99, "money": [], "places": []} | marked


def counts(scores: scoring.Scores, measure: str, stratum: str = ALL) -> tuple[int, int, int]:
    tally = scores.of(measure, stratum)
    return tally.hits, tally.false, tally.missed


def test_a_span_is_right_to_the_character_and_a_sum_by_its_value_too() -> None:
    gold = document(money=[sum_at(0, 5, "1"), sum_at(10, 15, "2"), sum_at(20, 25, "3")])
    marked = document(money=[sum_at(0, 5, "1.0"), sum_at(10, 15, "2000"), sum_at(21, 25, "3")])
    scores = score([gold], [marked])
    assert counts(scores, MONEY) == (2, 1, 1)
    assert counts(scores, STRICT) == (1, 2, 2)
    assert scores.of(STRICT).f1 == pytest.approx(1 / 3)
    assert (scores.agreement.pairs, scores.agreement.value) == (3, 2)
    assert scores.overlaps[MONEY].f1 == 1


def test_two_pieces_of_one_name_are_one_hit_and_one_false_alarm() -> None:
    gold = document(places=[{"start": 0, "end": 20}])
    marked = document(places=[{"start": 0, "end": 5}, {"start": 6, "end": 20}])
    overlap = score([gold], [marked]).overlaps[PLACES]
    assert (overlap.hits, overlap.false, overlap.missed) == (1, 1, 0)


def test_strata_are_told_apart_and_their_words_are_not() -> None:
    place = {"start": 0, "end": 5}
    gold = [document(1, "hard:Bath", places=[place]), document(2, "hard:March", places=[place])]
    scores = score([*gold, document(3)], [document(1, places=[place])])
    assert scores.strata == ["hard", "random"]
    assert counts(scores, PLACES, "hard") == (1, 0, 1)
    assert scores.of(PLACES, "random").f1 == 1


def test_what_is_predicted_of_another_document_is_an_error() -> None:
    with pytest.raises(ValueError, match="no such document in the gold set: 7"):
        score([document(1)], [document(7)])


def test_a_sign_with_digits_is_a_sum_to_the_plain_pattern() -> None:
    told = {"id": 1, "text": "It was £1,200.50m, or € 3."}
    (made,) = annotators.mark("pattern", [told])
    assert [(s["start"], s["end"], s["low"]) for s in made["money"]] == [
        (7, 16, "1200.50"),
        (22, 25, "3"),
    ]


def test_it_marks_what_the_program_marks() -> None:
    told = [{"id": 1, "text": "Up to £5 million a year went to Hull and Calais."}]
    (made,) = annotators.mark("wrans", told)
    (wanted,) = annotate([json.dumps(told[0]).encode()])
    assert isinstance(wanted, dict)
    assert score([wanted], [made]).of(STRICT).f1 == 1
    assert score([wanted], [made]).of(PLACES).hits == 2


def test_it_agrees_with_the_other_scorer(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("other", shared / "tools" / "score_entities.py")
    assert spec is not None
    assert spec.loader is not None
    other = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(__import__("sys").modules, "other", other)
    spec.loader.exec_module(other)
    gold = scoring.read(shared / "data" / "gold" / "dev.jsonl")
    marked = list(worsened(list(annotators.mark("wrans", gold))))
    ours, theirs = score(gold, marked), other.score(gold, marked, "stratum")
    named = {MONEY: "money exact", STRICT: "money strict (exact span + value)"}
    for measure in (MONEY, STRICT, PLACES):
        told = theirs.tallies[named.get(measure, "places exact")]
        assert counts(ours, measure) == (told.tp, told.fp, told.fn)
    for kind in (MONEY, PLACES):
        told, overlap = theirs.tallies[f"{kind} overlap"], ours.overlaps[kind]
        assert (overlap.hits, overlap.false, overlap.missed) == (told.tp, told.fp, told.fn)
        for stratum in ours.strata:
            told = theirs.groups[f"{kind} exact, stratum={stratum}"]
            assert counts(ours, kind, stratum) == (told.tp, told.fp, told.fn)
    agreement = ours.agreement
    told = (agreement.pairs, agreement.value, agreement.qualifier, agreement.period)
    assert told == tuple(theirs.checks[n] for n in ("paired", "value", "qualifier", "period"))


def worsened(marked: list[dict[str, Any]]) -> Any:
    """With mistakes of every kind, so that every count has something to count."""
    chance = random.Random(5)
    for one in marked:
        for kind in ("money", "places"):
            kept = [span for span in one[kind] if chance.random() > 0.1]
            for span in kept:
                span["end"] -= chance.random() < 0.1 and span["end"] - span["start"] > 2
                if kind == "money" and chance.random() < 0.1:
                    span["high"] = span["low"] + "0"
            one[kind] = kept + [span for span in kept if chance.random() < 0.1]
            if one["id"] % 5 == 0:
                one[kind] += [{"start": 0, "end": 4, "currency": "GBP", "low": "1", "high": "1"}]
        yield one
