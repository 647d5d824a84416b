"""Everything that can be set, with its default; the shape of triage.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenSettings:
    """How exports are read.

    Attributes:
        map: Field of a mention -> the column that holds it, where detection is wrong.
        date_order: "dmy" or "mdy" for dates that could be either; "" reads them as ISO order with a warning.
        max_cell_chars: A longer cell makes its row a reject.
        max_columns: A table of more columns is no export of mentions and is refused; a spreadsheet holds 16,384.
        max_file_bytes: A file that has or expands to more bytes, with all that is packed in it, is refused.
        max_expansion: A compressed file that grows by more than this factor (beyond 64 MiB) is refused.
        max_members: Exports in one archive, those of archives inside it too; with more the rest is refused.
        max_workbook_bytes: Memory that reading one workbook may take; one that needs more is refused.
        max_workbook_seconds: Processor time that reading one workbook may take for each MiB of it, begun ones too.
        max_depth: JSON nested deeper than this makes its record a reject.
    """

    map: dict[str, str] = field(default_factory=dict)
    date_order: str = ""
    max_cell_chars: int = 1_000_000
    max_columns: int = 16_384
    max_file_bytes: int = 8_000_000_000
    max_expansion: int = 200
    max_members: int = 10_000
    max_workbook_bytes: int = 4_000_000_000
    max_workbook_seconds: int = 8
    max_depth: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SentimentSettings:
    """Whose judgement of sentiment counts.

    Attributes:
        by: "model", "source" for the exports' own labels, or "textblob" for TextBlob's polarity alone.
        calibration: File of `triage evaluate --calibrate`; "" takes calibration.json beside this file, if it is there.
        adapt: Whether the model's shares move to what the night's own mentions show; right where people write as in its
            training posts (public posts of all kinds), wrong where they don't. A calibration is better and wins.
        textblob_negative: With "textblob", a polarity below it is negative.
        textblob_positive: With "textblob", a polarity above it is positive.
        words: Your own words and phrases, -1 (negative) to 1 (positive), such as sick = 0.8.
    """

    by: str = "model"
    calibration: str = ""
    adapt: bool = False
    textblob_negative: float = 0.0
    textblob_positive: float = 0.1
    words: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateSettings:
    """Which mentions are copies of one text.

    Attributes:
        agreement: Least share of words that copies have in common, 0 to 1: at 0.9 one word in ten may differ, 1 takes
            only texts that are equal but for case, marks, links, handles and emoji; below 0.8 not all are found.
    """

    agreement: float = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandSettings:
    """Which mentions are about the company; without names all are.

    Attributes:
        names: Names of the company, such as ["Deutsche Bahn", "DB"]; mentions that are not about it are set aside.
        also: Names of its products and handles that count as much.
        other: Words of another thing that has the name in it, such as ["Achterbahn", "Rhätische Bahn"].
        own_channels: Channels where nobody needs to name it; empty means reviews, surveys, tickets, mails and the like.
    """

    names: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    own_channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSettings:
    """Your own phrases of risks and intents, such as [cues.add.safety] with en = ["cell swelled"].

    Attributes:
        add: Cue -> language -> phrases of which one is enough; (a|b) is one of these, [a] may be there, .. is up to
            four words.
        ignore: Cue -> language -> phrases that are struck out before the cue is looked for.
    """

    add: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    ignore: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeSettings:
    """How mentions are clustered.

    Attributes:
        neighbours: Nearest neighbours that each text is linked to.
        grain: Resolution of themes (modularity) for 3,000 texts, growing with the root of their number: larger makes
            more and smaller themes.
        topic_grain: Resolution of topics at most, over the same graph.
        sample: Distinct texts that the graph is built from; the others join the nearest theme.
        similarity: Least cosine for two texts to be neighbours.
        merge: Cosine distance up to which themes may be joined; how far they are is chosen from the night itself.
        join: Least cosine with a theme's middle for a text outside the sample to join it.
        seed: Seed of the graph partition.
    """

    neighbours: int = 10
    grain: float = 7.0
    topic_grain: float = 1.0
    sample: int = 12_000
    similarity: float = 0.2
    merge: float = 0.6
    join: float = 0.2
    seed: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSettings:
    """Points at most for each part of the score, and the measure at which a part is full.

    Attributes:
        volume: Points for voices; full at `volume_full` voices.
        negativity: Points for the lower end of the negative share; full at `negativity_full`.
        momentum: Points for surprise (-log10 of its chance); full at `momentum_full`.
        reach: Points for reach; full at `reach_full` people.
        risk: Points for the risk that gives most, times its weight in `risk_weights`; full at `risk_full` voices.
        benefit: Points for people who can be helped; full at `benefit_full` people and `specific_full`.
        volume_full: Voices at which the points for volume are full.
        negativity_full: Lower end of the negative share at which the points for negativity are full.
        momentum_full: Surprise at which the points for momentum are full.
        reach_full: People reached at which the points for reach are full.
        risk_first: Share of a risk's points that its first voice gives at once.
        risk_full: Voices with a risk at which the points for risk are full.
        benefit_full: People who can be helped at which the points for benefit are full.
        specific_full: Lower end of the share of people who ask, request or tell particulars at which the points
            for benefit are full.
        p1: Least score of P1.
        p2: Least score of P2.
        p3: Least score of P3; what has less is P4.
        risk_weights: Share of the risk points that each risk can reach.
    """

    volume: float = 17.0
    negativity: float = 11.0
    momentum: float = 20.0
    reach: float = 6.0
    risk: float = 26.0
    benefit: float = 20.0
    volume_full: float = 250.0
    negativity_full: float = 0.45
    momentum_full: float = 4.0
    reach_full: float = 300_000.0
    risk_first: float = 0.8
    risk_full: float = 8.0
    benefit_full: float = 120.0
    specific_full: float = 0.6
    p1: float = 75.0
    p2: float = 50.0
    p3: float = 25.0
    risk_weights: dict[str, float] = field(
        default_factory=lambda: {
            "self-harm": 1.0,
            "safety": 1.0,
            "legal": 0.7,
            "privacy": 0.8,
            "press": 0.6,
            "churn": 0.2,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ActSettings:
    """How actions are given out.

    Attributes:
        due_hours: Hours until an action of each priority is due, counted from the night's instant.
        escalate_hours: Hours until an escalation is due at the latest, whatever its priority.
        budget_minutes: Minutes that may be given out tonight; 0 gives out all that the team has.
        answerable: Channels where the company can answer; empty means all but news, blogs, podcasts and broadcasts.
        worse_points: Points more than in its last row at which a snoozed or dismissed action comes back.
        playbook: File of your own next steps; "" takes playbook.csv beside this file, if it is there.
    """

    due_hours: dict[str, float] = field(default_factory=lambda: {"P1": 4.0, "P2": 24.0, "P3": 72.0, "P4": 168.0})
    escalate_hours: float = 24.0
    budget_minutes: int = 0
    answerable: tuple[str, ...] = ()
    worse_points: float = 10.0
    playbook: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """What nights remember, and where.

    Attributes:
        path: File of the store, or URL of a database such as postgresql+psycopg://user@host/name; "" remembers nothing.
        key: File of the secret key that hashes names; "" takes the store's own name with .key at its end, or triage.key
            beside this file where the store is no file.
        text_days: Days for which the store keeps what it quotes of customers; 0 keeps no text.
        wait_seconds: How long a run waits for another one that writes to the store.
    """

    path: str = ""
    key: str = ""
    text_days: int = 30
    wait_seconds: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacySettings:
    """What outputs tell of people.

    Attributes:
        mask: Whether emails, phone numbers and IBANs in what customers say are masked.
        pseudonymise: Whether authors and handles are replaced by pseudonyms, the same from night to night.
    """

    mask: bool = False
    pseudonymise: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of one night.

    Attributes:
        lang: Language of why and next_step: "en" or "de".
        as_of: The night's instant; None takes the newest mention's time.
        since: Mentions before it are left out, counted.
        until: Mentions at or after it are left out, counted.
        languages: Only mentions in these languages; empty means all.
        channels: Only mentions on these channels; empty means all.
        top: Actions shown at most; 0 shows all. What is cut joins no other row: it is only not printed.
        min_mentions: Themes with fewer mentions and without a risk join the other voices.
        spreadsheet: "us" or "de" for a CSV that Excel opens as it is; "" is plain RFC 4180.
        columns: "all", "short" or column names joined by commas.
        team: Path of team.csv; "" for none.
        listen: How exports are read.
        sentiment: Whose judgement of sentiment counts.
        duplicates: Which mentions are copies of one text.
        brands: Which mentions are about the company.
        cues: Your own phrases of risks and intents.
        themes: How mentions are clustered.
        score: Points and limits of the score.
        act: How actions are given out.
        store: What nights remember, and where.
        privacy: What outputs tell of people.
    """

    lang: str = "en"
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    top: int = 0
    min_mentions: int = 2
    spreadsheet: str = ""
    columns: str = "all"
    team: str = ""
    listen: ListenSettings = field(default_factory=ListenSettings)
    sentiment: SentimentSettings = field(default_factory=SentimentSettings)
    duplicates: DuplicateSettings = field(default_factory=DuplicateSettings)
    brands: BrandSettings = field(default_factory=BrandSettings)
    cues: CueSettings = field(default_factory=CueSettings)
    themes: ThemeSettings = field(default_factory=ThemeSettings)
    score: ScoreSettings = field(default_factory=ScoreSettings)
    act: ActSettings = field(default_factory=ActSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
