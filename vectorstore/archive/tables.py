"""Tables of the archive, in the newest schema."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData()

versions = Table(
    "versions",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("digest", String, nullable=False),  # of the text and facts; two articles with the same digest are the same version
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("authors", JSON, nullable=False),
    Column("published_at", String),
    Column("date_source", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("removed", JSON, nullable=False),
    Column("ingested_at", String, nullable=False),
    Column("details", JSON),  # further facts, by their names in Article; NULL before migration 5
    Column("as_read", JSON(none_as_null=True)),  # the facts as they were read, by their names in Article, while edits are in force; otherwise NULL
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("latest", Integer, nullable=False),
    ForeignKeyConstraint(["article_id", "latest"], ["versions.article_id", "versions.version"]),
)

passages = Table(
    "passages",
    metadata,
    Column("row", Integer, primary_key=True),  # also the row of the full-text index
    Column("passage_id", String, nullable=False, unique=True),
    Column("article_id", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentences", JSON, nullable=False),
    Column("context_hash", String, nullable=False, index=True),  # hash of the text that is embedded
    Column("current", Integer, nullable=False),  # 1 in the latest version, 0 in others; a search finds only current passages
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("context_hash", String, primary_key=True),
    Column("model", String, primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian, unit length
    Column("sentences", LargeBinary),  # int8 vectors in the order of the sentences, each scaled to its largest value; NULL before migration 3
)

statements = Table(
    "statements",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("extractor", String, primary_key=True),
    Column("payload", JSON, nullable=False),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

spoken = Table(
    "spoken",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),  # of the content of the statement
    Column("end", Integer, nullable=False),
    Column("name", Text, nullable=False),  # of the speaker, as `fold` writes it
    Column("last", Text, nullable=False, index=True),  # last word of the name
    Column("role", Text, nullable=False, index=True),  # as `fold` writes it; "" if the article gives none
    Index("spoken_place", "article_id", "version"),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

signatures = Table(
    "signatures",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("version", Integer, nullable=False),  # version that was compared with the other articles
    Column("minhash", LargeBinary, nullable=False),
    ForeignKeyConstraint(["article_id", "version"], ["versions.article_id", "versions.version"]),
)

bands = Table(
    "bands",
    metadata,
    Column("key", BigInteger, primary_key=True),  # hash of one band of a signature; articles that share a band may be copies
    Column("article_id", String, primary_key=True),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("copy_id", String, primary_key=True),  # each pair has two rows, one in each direction
    Column("share", Float, nullable=False),  # share of the shorter article's shingles that are in the other
    sqlite_with_rowid=False,
)

retractions = Table(
    "retractions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_id", String, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("retracted_at", String, nullable=False),
    Column("undone_at", String),  # NULL while the retraction is in force
)

edits = Table(
    "edits",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("article_id", String, nullable=False, index=True),
    Column("fact", String, nullable=False),  # a name in Article
    Column("before", JSON),  # the value that was shown until then
    Column("value", JSON),  # null: the fact is again as it was read
    Column("edited_by", Text, nullable=False),
    Column("edited_at", String, nullable=False),
)

words = Table(
    "words",
    metadata,
    Column("first", String, primary_key=True),  # letter
    Column("length", Integer, primary_key=True),
    Column("word", Text, primary_key=True),  # as the full-text index has it: a stem without diacritics
    sqlite_with_rowid=False,
)

files = Table(
    "files",
    metadata,
    Column("path", Text, primary_key=True),
    Column("stamp", String, nullable=False),  # size and modification time
    Column("digest", String, nullable=False),  # of the content
    Column("release", String, nullable=False),  # release of onrecord that read the file; another release may read more of it
    Column("articles", Integer, nullable=False),
    Column("rejected", JSON, nullable=False),
)
