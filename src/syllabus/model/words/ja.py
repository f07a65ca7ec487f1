"""Japanese."""

from __future__ import annotations

from collections.abc import Mapping

from syllabus.model.words.punctuation import Punctuation

WORDS: Mapping[str, str] = {
    "contents": "目次",
    "schedule": "日程とテーマ",
    "calendar": "カレンダー",
    "upcoming": "今後の予定",
    "past": "過去の回",
    "references": "参考文献",
    "date": "日付",
    "time": "時刻",
    "end": "終了",
    "stream": "グループ",
    "room": "教室",
    "topic": "テーマ",
    "cancelled": "中止",
    "cancelled-for": "中止：{reason}",
    "meeting": "開催日",
    "everyone": "全員",
    "undated": "未定",
    "join": "参加方法",
    "recording": "録画",
    "passcode": "パスコード",
    "optional": "任意",
    "hour": "時間",
    "minute": "分",
    "page": "ページ",
    "pages": "ページ",
    "next-day": "翌日",
    "previous-day": "前日",
    "members-edition": "参加者用：接続先のリンクを含むため、転送や共有はご遠慮ください",
    "public-edition": "公開版",
    "no-dates": "日程はまだ決まっていません。",
    "no-upcoming": "現在、予定されている回はありません。",
    "no-past": "まだ開催された回はありません。",
    "changes": "変更点",
    "changes-since": "{date}以降の変更点",
    "no-changes": "変更はありません。",
    "no-other-changes": "ほかに変更はありません。",
    "held": "開催済み",
    "first-handout": "これが最初の版です。",
    "change-new": "追加",
    "change-removed": "削除",
    "change-moved": "日程変更",
    "change-reason": "中止の理由",
    "change-restored": "中止を取り消し",
    "change-title": "タイトル",
    "change-duration": "所要時間",
    "change-recording": "録画を追加",
    "change-no-recording": "録画を削除",
    "part-new": "{part}（追加）",
    "part-removed": "{part}（削除）",
    "part-reworded": "{part}（変更）",
    "prose": "本文",
    "and-more": "ほか{count}件",
    "reminder": "リマインダー",
    "reading": "読む分量",
    "handout-attached": "資料を添付しています：{file}",
}
PUNCTUATION = Punctuation(
    comma="、", semicolon="；", colon="：", opening="（", closing="）", space=""
)
