package code

import (
	"slices"
	"strings"
	"testing"
	"time"

	"tagout/internal/tri"
	"tagout/internal/word"
)

// holed is a text in which "§" stands for what is not known.
func holed(s string) word.Text {
	var out word.Text
	for i, part := range strings.Split(s, "§") {
		if i > 0 {
			out = append(out, word.Piece{Kind: word.Unknown, Text: "$X"})
		}
		if part != "" {
			out = append(out, word.Piece{Kind: word.Lit, Text: part})
		}
	}
	return out
}

// lost spells what a text would do: kinds with names, "?" after a maybe, then
// programs and files.
func lost(lang, text string) string {
	var out []string
	data := ReadSQL(lang, holed(text))
	for _, s := range data.Statements {
		line := strings.TrimSpace(s.Kind + " " + shown(s.Name))
		if s.Answer == tri.Maybe {
			line += " (maybe)"
		}
		out = append(out, line)
	}
	for _, r := range data.Runs {
		out = append(out, "run "+shown(r.Text))
	}
	for _, f := range data.Files {
		out = append(out, "file "+shown(f.Pieces))
	}
	return strings.Join(out, "; ")
}

func checkSQL(t *testing.T, lang string, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		if got := lost(lang, c[0]); got != c[1] {
			t.Errorf("%s %q:\n tells %s\n want  %s", lang, c[0], got, c[1])
		}
	}
}

// TestSQL holds what every dialect reads alike.
func TestSQL(t *testing.T) {
	cases := [][2]string{
		{"DROP DATABASE shop", "drop-database shop"},
		{"drop database if exists shop;", "drop-database shop"},
		{"DROP SCHEMA app CASCADE", "drop-schema app"},
		{"DROP TABLE a, b.c CASCADE", "drop-table a; drop-table b.c"},
		{"DROP /* x */ TABLE -- y\n a", "drop-table a"},
		{"SELECT 1; DROP TABLE a", "drop-table a"},
		{"ALTER TABLE a DROP COLUMN b, ADD c int, DROP IF EXISTS d", "drop-column a; drop-column a"},
		{"ALTER TABLE a DROP b", "drop-column a"},
		{"ALTER TABLE a DROP CONSTRAINT b, DROP PRIMARY KEY, ALTER COLUMN c DROP NOT NULL", ""},
		{"ALTER TABLE a ADD COLUMN b int", ""},
		{"DROP INDEX i", "drop-index i"},
		{"DROP VIEW v", "drop-view v"},
		{"DROP MATERIALIZED VIEW v", "drop-materialized-view v"},
		{"DROP USER bob", "drop-user bob"},
		{"DROP ROLE bob", "drop-user bob"},
		{"DROP POLICY p ON t", ""},
		{"TRUNCATE TABLE a", "truncate a"},
		{"TRUNCATE a, b", "truncate a; truncate b"},
		{"TRUNCATE (1.5, 1)", ""},
		{"DELETE FROM a", "delete-all a"},
		{"DELETE FROM a WHERE id = 3", ""},
		{"DELETE FROM a WHERE 1=1", "delete-all a"},
		{"DELETE FROM a WHERE (1 = 1)", "delete-all a"},
		{"DELETE FROM a WHERE true", "delete-all a"},
		{"DELETE FROM a WHERE 'x' = 'x'", "delete-all a"},
		{"DELETE FROM a WHERE id = id", "delete-all a"},
		{"DELETE FROM a WHERE id > 0", "delete-all a"},
		{"DELETE FROM a WHERE id IS NOT NULL", "delete-all a"},
		{"DELETE FROM a WHERE name LIKE '%'", "delete-all a"},
		{"DELETE FROM a WHERE NOT false", "delete-all a"},
		{"DELETE FROM a WHERE id = 3 OR 1=1", "delete-all a"},
		{"DELETE FROM a WHERE 1=1 AND id = 3", ""},
		{"DELETE FROM a WHERE 1=0", ""},
		{"DELETE FROM a WHERE deleted_at IS NOT NULL", ""},
		{"DELETE FROM a WHERE age > 0", ""},
		{"DELETE FROM a USING b WHERE a.id = b.id", ""},
		{"DELETE FROM a WHERE a.id = a.id", "delete-all a"},
		{"DELETE FROM a WHERE a.id > 0", "delete-all a"},
		{"DELETE FROM a WHERE id IN (SELECT id FROM b WHERE x)", ""},
		{"DELETE FROM a LIMIT 10", ""},
		{"UPDATE a SET b = 1", "update-all a"},
		{"UPDATE a SET b = 1 WHERE id = 2", ""},
		{"UPDATE a SET b = CASE WHEN c THEN 1 ELSE 2 END WHERE id = 2", ""},
		{"UPDATE a SET b = (SELECT max(c) FROM d WHERE e)", "update-all a"},
		{"WITH x AS (SELECT 1 WHERE true) DELETE FROM a", "delete-all a"},
		{"WITH x AS (SELECT id FROM b) DELETE FROM a WHERE id IN (SELECT id FROM x)", ""},
		{"WITH x AS (DELETE FROM a RETURNING *) SELECT * FROM x", "delete-all a"},
		{"EXPLAIN DELETE FROM a", ""},
		{"EXPLAIN ANALYZE DELETE FROM a", "delete-all a"},
		{"EXPLAIN (ANALYZE, BUFFERS) DELETE FROM a", "delete-all a"},
		{"EXPLAIN (ANALYZE false) DELETE FROM a", ""},
		{"SELECT 'drop table a'", ""},
		{"SELECT dropped, \"drop table\" FROM a", ""},
		{"SELECT 'it''s; DROP TABLE a'", ""},
		{"SELECT * FROM a FOR UPDATE", ""},
		{"COMMENT ON TABLE a IS 'we truncate; drop table b'", ""},
		{"GRANT DELETE, TRUNCATE, DROP ON t TO bob", ""},
		{"GRANT ALL PRIVILEGES ON t TO bob", "grant-all"},
		{"INSERT INTO a VALUES ('; DROP TABLE b')", ""},
		{"INSERT INTO a VALUES (1) ON CONFLICT (id) DO UPDATE SET b = 2", ""},
		{"INSERT INTO a VALUES (1) ON DUPLICATE KEY UPDATE b = 2", ""},
		{"MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE", ""},
		{"MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN UPDATE SET x = 1", ""},
		{"CREATE TABLE drops (id int, on_delete text REFERENCES b ON DELETE CASCADE)", ""},
		{"CREATE OR REPLACE TABLE a (id int)", "replace-table a"},
		{"CREATE OR REPLACE VIEW a AS SELECT 1", ""},
		{"CREATE TABLE IF NOT EXISTS a (id int)", ""},
		{"CREATE TEMP TABLE a (id int); DROP TABLE a; DROP TABLE b", "drop-table b"},
		{"-- DROP TABLE a\nSELECT 1", ""},
		{"/* DROP TABLE a; */ SELECT 1", ""},
		{"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END; DROP TABLE c /* end */;", "drop-table c"},
		{"SHOW TABLES", ""},
		{"DROP", ""},
		{"drop me a line", ""},
		{"", ""},
	}
	for i := range dialects {
		if dialects[i].batch || dialects[i].name == "cypher" {
			continue
		}
		checkSQL(t, dialects[i].name, cases)
	}
}

// TestSQLUnknown: a statement whose verb and object are known is known; what
// is not known is suspected only where what stands around it says so.
func TestSQLUnknown(t *testing.T) {
	checkSQL(t, "postgresql", [][2]string{
		{"DROP TABLE §", "drop-table ?"},
		{"DROP TABLE users_§", "drop-table users_?"},
		{"DROP TABLE \"§\"", "drop-table ?"},
		{"DROP DATABASE §; SELECT 1", "drop-database ?"},
		{"TRUNCATE §", "truncate ?"},
		{"DROP §", "drop-database (maybe); drop-table (maybe)"},
		{"§ TABLE users", "drop-table users (maybe); truncate users (maybe)"},
		{"CRE§ TABLE users", ""},
		{"D§P TABLE users", "drop-table users (maybe)"},
		{"§ FROM users", "delete-all users (maybe)"},
		{"§", ""},
		{"SELECT * FROM §", ""},
		{"SELECT § FROM a WHERE b = §", ""},
		{"DELETE FROM a WHERE id = §", ""},
		{"DELETE FROM a WHERE §", ""},
		{"DELETE FROM a §", "delete-all a (maybe)"},
		{"DELETE FROM §", "delete-all ? (maybe)"},
		{"UPDATE a SET b = '§'", "update-all a"},
		{"UPDATE a SET b = '§' WHERE id = §", ""},
		{"ALTER TABLE a DROP §", "drop-column a (maybe)"},
		{"ALTER TABLE § DROP COLUMN b", "drop-column ?"},
		{"SELECT 'x; DROP TABLE a; DROP TABLE b", "drop-table a (maybe); drop-table b (maybe)"},
		{"SELECT 1 /* x; DROP TABLE a;", "drop-table a (maybe)"},
		{"DELETE FROM a WHERE id > 0 /* DROP TABLE b", "delete-all a; drop-table b (maybe)"},
	})
	for text, unknown := range map[string]bool{"SELECT 1": false, "§": true, "SELECT '§'": true, "\\i x.sql": true, "DO §": true} {
		if got := ReadSQL("postgresql", holed(text)).Unknown; got != unknown {
			t.Errorf("%q: unknown %v, want %v", text, got, unknown)
		}
	}
}

func TestPostgreSQL(t *testing.T) {
	checkSQL(t, "postgresql", [][2]string{
		{"SELECT $$; DROP TABLE a; $$", ""},
		{"SELECT $x$ $$ ; DROP TABLE a; $x$; DROP TABLE b", "drop-table b"},
		{"SELECT '\\'; DROP TABLE a; --'", "drop-table a"},
		{"SELECT E'\\'; DROP TABLE a; --'", ""},
		{"/* /* */ DROP TABLE a; */ SELECT 1", ""},
		{"/*! DROP TABLE a */ SELECT 1", ""},
		{"DO $$ BEGIN DELETE FROM a; END $$", "delete-all a"},
		{"DO $$ BEGIN IF x THEN DROP TABLE a; ELSE TRUNCATE b; END IF; END $$ LANGUAGE plpgsql", "drop-table a; truncate b"},
		{"DO $$ BEGIN EXECUTE 'DROP TABLE ' || quote_ident(x); END $$", "drop-table ?"},
		{"DO $$ BEGIN EXECUTE format('DROP SCHEMA %I CASCADE', x); END $$", "drop-schema ?"},
		{"DO $$ DECLARE s text; BEGIN s := 'TRUNCATE a'; EXECUTE s; END $$", "truncate a"},
		{"DO $$ BEGIN FOR r IN SELECT 1 LOOP EXECUTE 'DROP TABLE ' || r.t; END LOOP; END $$", "drop-table ??"},
		{"CREATE FUNCTION f() RETURNS void AS $$ DELETE FROM a $$ LANGUAGE sql", ""},
		{"CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM a; END; DROP TABLE b", "drop-table b"},
		{"CREATE FUNCTION f() RETURNS void BEGIN ATOMIC DELETE FROM a; DROP TABLE b", "delete-all a (maybe); drop-table b (maybe)"},
		{"PREPARE p AS DELETE FROM a", "delete-all a (maybe)"},
		{"BEGIN; DELETE FROM a; DROP TABLE b; ROLLBACK", ""},
		{"BEGIN; DELETE FROM a; COMMIT; ROLLBACK", "delete-all a"},
		{"BEGIN; DELETE FROM a; ROLLBACK TO s", "delete-all a"},
		{"BEGIN; DELETE FROM a; §; ROLLBACK", "delete-all a"},
		{"BEGIN; DELETE FROM a; \\c other\nROLLBACK", "delete-all a"},
		{"DELETE FROM a; BEGIN; DELETE FROM b; ROLLBACK; DELETE FROM c", "delete-all a; delete-all c"},
		{"DROP OWNED BY bob", "drop-owned BY"},
		{"DROP TYPE t CASCADE", "drop-type t; drop-column"},
		{"DROP EXTENSION postgis", "drop-extension postgis"},
		{"DROP FOREIGN TABLE a", ""},
		{"COPY (DELETE FROM a RETURNING *) TO STDOUT", "delete-all a"},
		{"COPY a FROM PROGRAM 'rm -rf /'", "run rm -rf /"},
		{"COPY a FROM stdin;\nDROP TABLE b;\nit's\n\\.\nDROP TABLE c;", "drop-table c"},
		{"\\! rm -rf /\nDROP TABLE a;", "drop-table a; run rm -rf /"},
		{"\\i x.sql\n\\ir y.sql", "file x.sql; file y.sql"},
		{"\\dt\nSELECT 1", ""},
		{"\\o |cat\n", "run cat"},
		{"\\copy a from program 'x y'\n", "run x y"},
		{"SELECT 1 \\; DROP TABLE a", "drop-table a"},
		{"SELECT 'DROP TABLE ' || tablename FROM pg_tables \\gexec\n", "drop-table ?"},
		{"DELETE FROM a\\g\nDROP TABLE b\\gx", "delete-all a; drop-table b"},
		{"DELETE FROM ONLY a USING b", "delete-all a"},
		{"DELETE FROM pg_temp.a", ""},
		{"SELECT drop_chunks('conditions', older_than => x)", "drop-partition conditions"},
		{"SELECT dblink_exec('c', 'DROP TABLE a')", "drop-table a"},
	})
}

func TestMySQL(t *testing.T) {
	checkSQL(t, "mysql", [][2]string{
		{"SELECT 'it\\'s; DROP TABLE a;'", ""},
		{"SELECT \"x\\\"; DROP TABLE a;\"", ""},
		{"# DROP TABLE a;\nSELECT 1", ""},
		{"SELECT 5--1; DROP TABLE a", "drop-table a"},
		{"/*!40000 DROP TABLE a */;", "drop-table a"},
		{"/*! DROP */ TABLE a", "drop-table a"},
		{"/*M!100100 TRUNCATE a */", "truncate a"},
		{"/*!40101 SET NAMES utf8 */;", ""},
		{"DROP TABLE `a;b`.`c d`", "drop-table a;b.c d"},
		{"DROP TEMPORARY TABLE a", ""},
		{"DELIMITER //\nCREATE PROCEDURE p() BEGIN DELETE FROM a; IF x THEN TRUNCATE b; END IF; END//\nDELIMITER ;\nDROP TABLE c;", "drop-table c"},
		{"DELIMITER $$\nDROP TABLE a$$\nDELETE FROM b; SELECT 1$$", "drop-table a; delete-all b"},
		{"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW DELETE FROM b; DROP TABLE c", "drop-table c"},
		{"PREPARE s FROM 'DROP DATABASE a'; EXECUTE s", "drop-database a"},
		{"SET @q = CONCAT('DROP TABLE ', @t); PREPARE s FROM @q; EXECUTE s;", "drop-table ?"},
		{"PREPARE s FROM 'DROP DATABASE a'", ""},
		{"BEGIN; DELETE FROM a; ROLLBACK", "delete-all a"},
		{"DELETE a FROM a JOIN b ON a.id = b.id", ""},
		{"DELETE a FROM a, b", "delete-all a"},
		{"DELETE QUICK FROM a ORDER BY id LIMIT 3", ""},
		{"ALTER TABLE a DROP PARTITION p0", "drop-partition a"},
		{"ALTER TABLE a TRUNCATE PARTITION p0", "truncate a"},
		{"ALTER TABLE a DISCARD TABLESPACE", "drop-tablespace a"},
		{"ALTER TABLE a DROP INDEX i, DROP FOREIGN KEY k", ""},
		{"RESET MASTER", "purge"},
		{"PURGE BINARY LOGS TO 'x'", "purge"},
		{"SHUTDOWN", "shutdown"},
		{"FLUSH PRIVILEGES", ""},
		{"ANALYZE DELETE FROM a", "delete-all a"},
		{"ANALYZE TABLE a", ""},
		{"\\! rm x\n", "run rm x"},
		{"system rm x\nsource y.sql\n", "run rm x; file y.sql"},
		{"\\. y.sql", "file y.sql"},
		{"DROP USER 'bob'@'%'", "drop-user bob"},
		{"USE shop; DROP TABLE a\\G", "drop-table a"},
		{"DELIMITER \r", ""},
	})
}

func TestSQLite(t *testing.T) {
	checkSQL(t, "sqlite", [][2]string{
		{".shell rm x\n.system y\n", "run rm x; run y"},
		{".read x.sql", "file x.sql"},
		{".read '|rm x'", "file |rm x"},
		{".mode csv\n.tables\nSELECT 1;", ""},
		{"DROP TABLE [a;b]", "drop-table a;b"},
		{"BEGIN; DROP TABLE a; ROLLBACK;", ""},
		{"DELETE FROM a WHERE rowid > 0", "delete-all a"},
		{"DROP TABLE IF EXISTS a;\nCREATE TABLE a (b);", "drop-table a"},
		{"SELECT x\n.5 FROM a;", ""},
		{"ATTACH DATABASE 'x.db' AS x; .open y.db", "attach x.db"},
		{".open --new y.db\nDROP TABLE a;", "attach y.db; drop-table a"},
		{".open\n", ""},
		{"UPDATE OR IGNORE a SET b = 1", "update-all a"},
	})
}

func TestTSQL(t *testing.T) {
	checkSQL(t, "tsql", [][2]string{
		{"SELECT 1 DROP TABLE a", "drop-table a"},
		{"DELETE a", "delete-all a"},
		{"DELETE FROM a SELECT 1 WHERE 1 = 2", "delete-all a"},
		{"DELETE TOP (10) FROM a", ""},
		{"IF EXISTS (SELECT 1 FROM x) DROP TABLE dbo.a", "drop-table dbo.a"},
		{"IF x = 1 BEGIN TRUNCATE TABLE a END", "truncate a"},
		{"DROP TABLE #a, [dbo].[b c]", "drop-table dbo.b c"},
		{"USE x\nGO\nDROP DATABASE [a]\nGO", "drop-database a"},
		{"CREATE PROC p AS DELETE FROM a; DELETE FROM b\nGO\nDROP TABLE c", "drop-table c"},
		{"CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE ON UPDATE CASCADE)", ""},
		{"ALTER TABLE a DROP COLUMN b", "drop-column a"},
		{"UPDATE a SET b = c.b FROM a JOIN c ON a.id = c.id", ""},
		{"UPDATE STATISTICS a", ""},
		{"EXEC('DROP TABLE a')", "drop-table a"},
		{"EXEC sp_executesql N'TRUNCATE TABLE a'", "truncate a"},
		{"EXEC sp_MSforeachtable 'DROP TABLE ?'", "drop-table ?"},
		{"DECLARE @s nvarchar(99) = N'DROP TABLE a'; EXEC(@s)", "drop-table a"},
		{"EXEC master..xp_cmdshell 'rm x'", "run rm x"},
		{"!! rm x\n:r y.sql", "run rm x; file y.sql"},
		{"RESTORE DATABASE a FROM DISK = 'x' WITH REPLACE", "replace-database a"},
		{"WITH c AS (SELECT 1) DELETE FROM c WHERE x = 1", ""},
		{"MERGE a USING b ON x = y WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT VALUES (1);", ""},
		{"GRANT SELECT, UPDATE, DELETE ON a TO b", ""},
		{"DROP DATABASE SCOPED CREDENTIAL c", ""},
	})
}

func TestOracle(t *testing.T) {
	checkSQL(t, "oracle", [][2]string{
		{"BEGIN\n EXECUTE IMMEDIATE 'DROP TABLE a PURGE';\nEND;\n/", "drop-table a"},
		{"CREATE OR REPLACE PROCEDURE p AS x int;\nBEGIN DELETE FROM a; END;\n/\nDROP TABLE b;", "drop-table b"},
		{"SELECT q'[it's; DROP TABLE a;]' FROM dual; TRUNCATE TABLE c;", "truncate c"},
		{"ALTER TABLE a DROP (b, c)", "drop-column a"},
		{"ALTER TABLE a SET UNUSED (b)", "drop-column a"},
		{"DROP USER bob CASCADE", "drop-user bob"},
		{"DROP TABLESPACE t INCLUDING CONTENTS", "drop-tablespace t"},
		{"PURGE RECYCLEBIN", "purge"},
		{"DROP DATABASE LINK l", ""},
		{"host rm x\n@y.sql\n!ls", "run rm x; run ls; file y.sql"},
		{"SELECT 6\n/ 2 FROM dual;", ""},
	})
}

// TestStores: the dialects of warehouses and of stores that are near SQL.
func TestStores(t *testing.T) {
	checkSQL(t, "clickhouse", [][2]string{
		{"ALTER TABLE a ON CLUSTER c DROP PARTITION '2024'", "drop-partition a"},
		{"ALTER TABLE a DELETE WHERE 1=1", "delete-all a"},
		{"ALTER TABLE a DELETE WHERE id = 1", ""},
		{"ALTER TABLE a CLEAR COLUMN b IN PARTITION p", "drop-column a"},
		{"TRUNCATE TABLE IF EXISTS a ON CLUSTER c", "truncate a"},
		{"DROP TABLE a ON CLUSTER c SYNC", "drop-table a"},
		{"SYSTEM SHUTDOWN", "shutdown"},
		{"SELECT [1, 2]; OPTIMIZE TABLE a FINAL", ""},
	})
	checkSQL(t, "bigquery", [][2]string{
		{"SELECT r'\\'; DROP TABLE `p.d.a`", "drop-table p.d.a"},
		{"SELECT '''it's; DROP TABLE a;'''", ""},
		{"EXECUTE IMMEDIATE CONCAT('DROP TABLE ', t)", "drop-table ?"},
		{"DROP SCHEMA d CASCADE", "drop-schema d"},
		{"DELETE d.a WHERE true", "delete-all d.a"},
		{"EXPORT DATA OPTIONS(uri='x', overwrite=true) AS SELECT 1", ""},
	})
	checkSQL(t, "snowflake", [][2]string{
		{"// DROP TABLE a;\nUNDROP TABLE a", ""},
		{"CREATE OR REPLACE DATABASE d CLONE e", "replace-database d"},
		{"CREATE OR REPLACE TEMPORARY TABLE a (b int)", ""},
		{"EXECUTE IMMEDIATE $$ BEGIN DROP TABLE a; END $$", "drop-table a"},
		{"DROP WAREHOUSE w", ""},
		{"INSERT OVERWRITE INTO a SELECT 1", "overwrite a"},
		{"!source x.sql", "file x.sql"},
	})
	checkSQL(t, "hive", [][2]string{
		{"ALTER TABLE a DROP IF EXISTS PARTITION (dt='x')", "drop-partition a"},
		{"DROP DATABASE d CASCADE;", "drop-database d"},
		{"!rm x\nsource y.hql;", "run rm x; file y.hql"},
	})
	checkSQL(t, "cql", [][2]string{
		{"DROP KEYSPACE k", "drop-database k"},
		{"TRUNCATE k.t", "truncate k.t"},
		{"DELETE a FROM t WHERE id = 1", ""},
		{"SOURCE 'x.cql'", "file x.cql"},
	})
	checkSQL(t, "influxql", [][2]string{
		{`DROP MEASUREMENT "cpu"`, "drop-measurement cpu"},
		{`DROP SERIES FROM "cpu"`, "drop-series FROM"},
		{`DROP SERIES FROM "cpu" WHERE host = 'a'`, ""},
		{`DELETE FROM "cpu"`, "delete-all cpu"},
		{`DELETE FROM "cpu" WHERE time < '2020-01-01'`, ""},
		{`DROP RETENTION POLICY "p" ON "d"`, "drop-retention-policy p"},
	})
	checkSQL(t, "cypher", [][2]string{
		{"MATCH (n) DETACH DELETE n", "delete-all"},
		{"MATCH (n:Person) DETACH DELETE n;", "delete-all"},
		{"MATCH (n:Person {name: 'x'}) DELETE n", ""},
		{"MATCH (n) WHERE n.x = 1 DELETE n", ""},
		{"MATCH (n) WHERE true DETACH DELETE n", "delete-all"},
		{"MATCH (n) CALL { WITH n DETACH DELETE n } IN TRANSACTIONS", "delete-all"},
		{"MATCH (n) WITH n LIMIT 10 DELETE n", ""},
		{`CALL apoc.periodic.iterate("MATCH (n) RETURN n", "DETACH DELETE n", {})`, "delete-all"},
		{"MATCH (n) RETURN n", ""},
		{"DROP DATABASE neo4j", "drop-database neo4j"},
	})
}

// TestSQLDialectUnknown: where the dialect is not known both readings count.
func TestSQLDialectUnknown(t *testing.T) {
	checkSQL(t, "sql", [][2]string{
		{"SELECT '\\'; DROP TABLE a; --'", "drop-table a (maybe)"},
		{"SELECT '\\n'; DROP TABLE a", "drop-table a"},
		{"DELETE FROM [a b]", "delete-all a b"},
		{"SELECT a[1], ARRAY[1, 2]; DROP TABLE [b;c]", "drop-table ?"},
		{"# DROP TABLE a", ""},
		{"/*!40000 DROP TABLE a */", "drop-table a"},
		{"SELECT $$;DROP TABLE a;$$", ""},
	})
}

func TestSQLKinds(t *testing.T) {
	kinds := SQLKinds()
	if len(slices.Compact(slices.Clone(kinds))) != len(kinds) {
		t.Errorf("kinds repeat: %q", kinds)
	}
	for _, c := range [][2]string{{"drop-table", "drop"}, {"drop-column", "drop"}, {"update-all", "delete-all"}, {"truncate", "truncate"}} {
		if s := (Statement{Kind: c[0]}); !s.Is(c[1]) || !s.Is(c[0]) {
			t.Errorf("%s is no %s", c[0], c[1])
		}
	}
	for _, c := range [][2]string{{"drop-index", "drop"}, {"delete-all", "update-all"}, {"truncate", "drop"}} {
		if s := (Statement{Kind: c[0]}); s.Is(c[1]) {
			t.Errorf("%s is a %s", c[0], c[1])
		}
	}
}

// TestSQLHostile: what is built to be slow or deep ends soon.
func TestSQLHostile(t *testing.T) {
	n := 30_000
	for _, s := range []string{
		strings.Repeat("(", n), strings.Repeat("'", n+1), strings.Repeat("/*", n), strings.Repeat("$a$b", n), strings.Repeat("x'", n), strings.Repeat("\"`", n),
		"DELETE FROM a WHERE " + strings.Repeat("(", n) + "1" + strings.Repeat(")", n), "DELETE FROM a WHERE " + strings.Repeat("NOT ", n) + "1",
		"DELETE FROM a WHERE " + strings.Repeat("1=1 AND ", n/2) + "1", strings.Repeat("DROP TABLE a;", n/8), strings.Repeat("BEGIN ", n), strings.Repeat("CREATE TRIGGER BEGIN;", n/8),
		strings.Repeat("DO $$", n), strings.Repeat("SELECT (", n), "DROP TABLE " + strings.Repeat("a,", n), strings.Repeat("\\", n), strings.Repeat("DELIMITER x\n", n/8),
		"SET @a = 'x';" + strings.Repeat("SET @a = CONCAT(@a, @a);", 1000) + "PREPARE s FROM @a; EXECUTE s", strings.Repeat("$1$", n), strings.Repeat("(DELETE FROM a ", n/8),
		"SET @a = '" + strings.Repeat("EXECUTE @a;", 1000) + "'; EXECUTE @a", "SET @a = '" + strings.Repeat("EXEC(@a) ", 1000) + "'; EXEC(@a)",
	} {
		for _, lang := range []string{"sql", "mysql", "tsql", "cypher"} {
			start := time.Now()
			ReadSQL(lang, word.Text{{Kind: word.Lit, Text: s}})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s: %.20q… took %s", lang, s, took)
			}
		}
	}
}

func FuzzSQL(f *testing.F) {
	for _, s := range []string{
		"DROP TABLE a; DELETE FROM b WHERE 1=1", "DO $$ BEGIN EXECUTE 'x' || y; END $$", "DELIMITER //\nx//", "/*!40000 a */", "\\i x\n\\! y\n.shell z",
		"SET @a = CONCAT('a', @b); PREPARE s FROM @a; EXECUTE s", "WITH a AS (DELETE FROM b) SELECT 1", "q'[a]' E'\\'' $x$ $x$ [a] `b`", "MATCH (n {a: 1}) DELETE n", "COPY a FROM stdin;\n1\n\\.\n",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, cut int) {
		text := word.Text{{Kind: word.Lit, Text: s}}
		if cut > 0 && cut < len(s) {
			text = word.Text{{Kind: word.Lit, Text: s[:cut]}, {Kind: word.Unknown, Text: "$X"}, {Kind: word.Lit, Text: s[cut:]}}
		}
		for i := range dialects {
			data := ReadSQL(dialects[i].name, text)
			for _, st := range data.Statements {
				if st.Answer == tri.No || !slices.Contains(SQLKinds(), st.Kind) {
					t.Errorf("%s %q: %+v", dialects[i].name, s, st)
				}
			}
		}
	})
}
