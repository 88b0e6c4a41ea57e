from onrecord.evals.bench.retrieval import fuse


def test_reciprocal_rank_fusion_puts_what_both_rankings_have_first() -> None:
    assert fuse({"bm25": ["a", "b"], "dense": ["b"]}) == ["b", "a"]
