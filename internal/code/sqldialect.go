package code

// dialect is what the reader needs to know of one dialect of SQL and of the
// client program that reads its texts.
type dialect struct {
	name string
	// escapes: a backslash escapes within '…'.
	escapes bool
	hash    bool // # comments
	slashes bool // // comments
	nests   bool // /* /* */ */
	bangs   bool // /*! … */ is run
	dollars bool // $tag$ … $tag$
	// brackets: [x] is a name.
	brackets bool
	// loose: a statement needs no terminator before the next.
	loose bool
	// batch: the body of a routine ends with a line of the client's own (GO, /).
	batch bool
	// undo: ROLLBACK undoes definitions too.
	undo bool
	// client is whose commands may stand between statements.
	client string
}

// dialects are known by the lang of a tool's runs row. Facts: the SQL syntax
// chapters of the PostgreSQL, MySQL, MariaDB, SQLite, DuckDB, SQL Server,
// Oracle, ClickHouse, BigQuery, Snowflake, Hive, Cassandra, InfluxDB and Neo4j
// manuals; psql(1), mysql(1), sqlite3(1), sqlcmd, SQL*Plus, cqlsh and snowsql.
var dialects = [...]dialect{
	{name: "sql", bangs: true, dollars: true, client: "any"},
	{name: "postgresql", nests: true, dollars: true, undo: true, client: "psql"},
	{name: "mysql", escapes: true, hash: true, bangs: true, client: "mysql"},
	{name: "sqlite", brackets: true, undo: true, client: "sqlite"},
	{name: "duckdb", nests: true, dollars: true, undo: true, client: "sqlite"},
	{name: "tsql", nests: true, brackets: true, loose: true, batch: true, client: "sqlcmd"},
	{name: "oracle", batch: true, client: "sqlplus"},
	{name: "clickhouse", escapes: true, hash: true, dollars: true},
	{name: "bigquery", escapes: true, hash: true},
	{name: "snowflake", escapes: true, slashes: true, dollars: true, client: "snowsql"},
	{name: "hive", escapes: true, client: "hive"},
	{name: "trino"},
	{name: "cql", slashes: true, dollars: true, client: "cqlsh"},
	{name: "influxql", escapes: true},
	{name: "cypher", escapes: true, slashes: true},
}

func dialectOf(lang string) *dialect {
	for i := range dialects {
		if dialects[i].name == lang {
			return &dialects[i]
		}
	}
	return nil
}

// IsSQL reports whether lang names a language of statements that ReadSQL reads.
func IsSQL(lang string) bool { return dialectOf(lang) != nil }

// commandDoes says what a command of a client does with its argument.
type commandDoes uint8

const (
	ignores   commandDoes = iota
	shells                // runs it by a shell
	pipes                 // runs what follows a "|"
	includes              // reads the file that it names
	sends                 // ends the statement before it
	sendsRows             // ends it, and runs what it returns as statements
	copies                // \copy: may name a program
	delimits              // names the terminator of statements
	connects              // leaves the session
	attaches              // opens the file of another database
)

// clientCommand is a command of a client program.
type clientCommand struct {
	client, name string
	does         commandDoes
}

// clientCommands are those that matter; whatever else begins like a command is
// skipped to the end of its line.
var clientCommands = [...]clientCommand{
	{"psql", `\!`, shells}, {"psql", `\i`, includes}, {"psql", `\ir`, includes}, {"psql", `\include`, includes},
	{"psql", `\include_relative`, includes}, {"psql", `\g`, sends}, {"psql", `\gx`, sends}, {"psql", `\gset`, sends},
	{"psql", `\gdesc`, sends}, {"psql", `\;`, sends}, {"psql", `\watch`, sends}, {"psql", `\crosstabview`, sends},
	{"psql", `\gexec`, sendsRows}, {"psql", `\copy`, copies}, {"psql", `\o`, pipes}, {"psql", `\out`, pipes},
	{"psql", `\w`, pipes}, {"psql", `\write`, pipes}, {"psql", `\c`, connects}, {"psql", `\connect`, connects}, {"psql", `\|`, shells},
	{"mysql", `\!`, shells}, {"mysql", "system", shells}, {"mysql", `\.`, includes}, {"mysql", "source", includes},
	{"mysql", `\g`, sends}, {"mysql", `\G`, sends}, {"mysql", "delimiter", delimits}, {"mysql", `\d`, delimits},
	{"mysql", `\P`, shells}, {"mysql", "pager", shells}, {"mysql", `\r`, connects},
	{"sqlite", ".shell", shells}, {"sqlite", ".system", shells}, {"sqlite", ".read", includes}, {"sqlite", ".output", pipes},
	{"sqlite", ".once", pipes}, {"sqlite", ".import", pipes}, {"sqlite", ".open", attaches},
	{"sqlcmd", ":r", includes}, {"sqlcmd", ":!!", shells}, {"sqlcmd", "!!", shells}, {"sqlcmd", "go", sends}, {"sqlcmd", ":connect", connects},
	{"sqlplus", "@", includes}, {"sqlplus", "@@", includes}, {"sqlplus", "start", includes}, {"sqlplus", "host", shells},
	{"sqlplus", "ho", shells}, {"sqlplus", "!", shells}, {"sqlplus", "/", sends}, {"sqlplus", "connect", connects},
	{"snowsql", "!source", includes}, {"snowsql", "!load", includes}, {"snowsql", "!system", shells},
	{"hive", "!", shells}, {"hive", "!sh", shells}, {"hive", "!run", includes}, {"hive", "source", includes}, {"hive", "shell", shells},
	{"cqlsh", "source", includes},
}
