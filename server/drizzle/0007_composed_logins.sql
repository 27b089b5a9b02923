UPDATE "accounts" SET "login" = "forms"."composed"
FROM (
	SELECT DISTINCT ON ("composed") "id", "composed" FROM (
		SELECT "id", CASE WHEN getdatabaseencoding() = 'UTF8' THEN normalize("login", NFC) ELSE "login" END AS "composed" FROM "accounts"
	) AS "all_forms" ORDER BY "composed", "id"
) AS "forms"
WHERE "forms"."id" = "accounts"."id" AND "forms"."composed" <> "accounts"."login"
	AND NOT EXISTS (SELECT 1 FROM "accounts" AS "other" WHERE "other"."login" = "forms"."composed");
