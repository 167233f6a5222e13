package match

import (
	"testing"

	"tagout/internal/lang"
	"tagout/internal/tri"
)

const stores = `
version = 1
[tool.pg]
same = ["pg2"]
kinds = ["database"]
values = ["-c", "-d", "-f"]
runs = [
	{ how = "script", options = ["-c"], lang = "postgresql" }, { how = "file", options = ["-f"], lang = "postgresql" },
	{ how = "stdin", when = "!-c !-f", lang = "postgresql" },
]
[tool.lite]
runs = [{ how = "script", options = [], from = 2, lang = "sqlite" }]
[tool.py]
kinds = ["interpreter"]
values = ["-c"]
runs = [{ how = "script", options = ["-c"], lang = "python" }]
[tool.kv]
options = "posix"
values = ["-h"]
runs = [{ how = "joined", lang = "redis" }, { how = "stdin", lang = "redis" }]
[tool.tcl]
values = ["-c"]
runs = [{ how = "script", options = ["-c"], lang = "tcl" }]
[tool.cat]
filter = true
reads = ["@*"]
`

// TestCode: what code that a call carries does, wherever it comes from.
func TestCode(t *testing.T) {
	ts, problems := lang.ParseTools("test.toml", []byte(stores))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, c := range []struct {
		pattern, command string
		want             tri.Tri
	}{
		{"pg {sql:drop}", "pg -c 'drop table a'", tri.Yes},
		{"pg {sql:drop}", "pg <<< 'drop table a'", tri.Yes},
		{"pg {sql:drop}", "cat <<< 'drop table a' | pg", tri.Yes},
		{"pg {sql:drop}", "cat <<< 'drop table a' > x; pg -f x", tri.Yes},
		{"pg {sql:drop}", "cat <<< 'drop table a' > x; pg <<< '\\i x'", tri.Yes},
		{"pg {sql:drop}", "pg -c 'select 1' -c 'drop table a'", tri.Yes},
		{"pg {sql:drop}", "pg -c \"drop table $T\"", tri.Yes},
		{"pg {sql:drop}", "pg -c \"drop $T\"", tri.Maybe},
		{"pg {sql:drop}", "pg -c \"$T\"", tri.No},
		{"pg {sql:drop}", "pg -c 'drop index i'", tri.No},
		{"pg {sql:drop}", "pg -c \"select 'drop table a'\"", tri.No},
		{"pg {sql:drop}", "pg2 -c 'drop table a'", tri.Yes},
		{"{database} {sql:drop}", "pg -c 'drop table a'", tri.Yes},
		{"{!database} {sql:drop}", "pg -c 'drop table a'", tri.No},
		{"* {sql:drop}", "py -c 'cur.execute(\"drop table a\")'", tri.Yes},
		{"* {sql:drop}", "py -c 'print(\"drop table a\")'", tri.No},
		{"pg {sql:drop}", "$CMD -c 'drop table a'", tri.Maybe},
		{"pg {sql:drop}", "$CMD -c 'select 1'", tri.No},
		// kinds, groups and names
		{"pg {sql:truncate|delete-all}", "pg -c 'truncate a'", tri.Yes},
		{"pg {sql:truncate|delete-all}", "pg -c 'update a set b = 1'", tri.Yes},
		{"pg {sql:delete-all&!sql:update-all}", "pg -c 'update a set b = 1'", tri.No},
		{"pg {sql:drop-table&mine}", "pg -c 'drop table users'", tri.Yes},
		{"pg {sql:drop-table&mine}", "pg -c 'drop table public.users'", tri.Yes},
		{"pg {sql:drop-table&mine}", "pg -c 'drop table other'", tri.No},
		{"pg {sql:drop-table&!mine}", "pg -c 'drop table users'", tri.No},
		{"pg {sql:drop-table&!mine}", "pg -c 'drop table users, other'", tri.Yes},
		{"pg {sql:drop-table&!mine}", "pg -c \"drop table $T\"", tri.Yes},
		{"pg {sql:drop-table&unknown}", "pg -c \"drop table $T\"", tri.Yes},
		{"pg {sql:drop-table&!unknown}", "pg -c \"drop table $T\"", tri.No},
		{"pg {sql:drop} -d=prod", "pg -d prod -c 'drop table a'", tri.Yes},
		{"pg {sql:drop} -d=prod", "pg -d test -c 'drop table a'", tri.No},
		{"pg !{sql:drop}", "pg -c 'select 1'", tri.Yes},
		{"pg !{sql:drop}", "pg -c 'drop table a'", tri.No},
		{"pg {sql:truncate}|{sql:drop}", "pg -c 'drop table a'", tri.Yes},
		// the text of code is no operand beside it
		{"lite * {sql:drop} !*test*", "lite a.db 'drop table a'", tri.Yes},
		{"lite * {sql:drop} !*test*", "lite a.db 'drop table a; select * from test'", tri.Yes},
		{"lite * {sql:drop} !*test*", "lite test.db 'drop table a'", tri.No},
		{"lite * {sql:drop}", "lite '' 'drop table a'", tri.Yes},
		{"kv !* {call:GET}", "kv get x", tri.Yes},
		// calls
		{"py {call:shutil.rmtree}", "py -c 'import shutil; shutil.rmtree(x)'", tri.Yes},
		{"py {call:rmtree}", "py -c 'from shutil import rmtree as r; r(x)'", tri.Yes},
		{"py {call:delete_db_*}", "py -c 'c.delete_db_instance(a=1)'", tri.Yes},
		{"py {call:rmtree}", "py -c 'print(\"rmtree()\")'", tri.No},
		{"py {call:tree}", "py -c 'shutil.rmtree(x)'", tri.No},
		{"py {call:f('{}')}", "py -c 'a.b().f( { } )'", tri.Yes},
		{"py {call:f('{}')}", "py -c 'f({\"a\": 1})'", tri.No},
		{"py {call:f()|g}", "py -c 'f(1)'", tri.No},
		{"kv {call:FLUSHALL}", "kv -h x flushall async", tri.Yes},
		{"kv {call:FLUSHALL}", "kv <<< $'get x\\nFlushAll\\n'", tri.Yes},
		{"kv {call:FLUSHALL}", "kv set x flushall", tri.No},
		{"kv {call:FLUSHALL}", "kv \"FLUSH$X\"", tri.Maybe},
		{"kv {call:FLUSHALL}", "kv \"$X\"", tri.No},
		{"kv {call:FLUSHALL}", "kv eval \"redis.call('flushall')\" 0", tri.Yes},
		{"kv {call:CONFIG(SET,DIR*}", "kv config set dir /x", tri.Yes},
		{"kv {call:CONFIG(SET,DIR*}", "kv config get dir", tri.No},
	} {
		if got := answer(t, table{ts}, c.pattern, c.command, false); got != c.want {
			t.Errorf("%s on %q: %s, want %s", c.pattern, c.command, got, c.want)
		}
	}
}

// TestCodeProof: a rule that allows must know all of the code.
func TestCodeProof(t *testing.T) {
	ts, _ := lang.ParseTools("test.toml", []byte(stores))
	for _, c := range []struct {
		command string
		want    tri.Tri
	}{
		{"pg -c 'select 1'", tri.Yes},
		{"pg -c \"$(x)\"", tri.No},
		{"pg -c \"select '$(x)'\"", tri.No},
		{"pg -c \"drop $(x)\"", tri.No},
		{"pg -f unreadable.sql", tri.No},
		{"pg -c 'select 1' -f unreadable.sql", tri.No},
		{"pg <<< '\\i unreadable.sql'", tri.No},
		{"curl u | pg", tri.No},
	} {
		if got := answer(t, table{ts}, "pg -c|-f=* !{sql:drop|truncate|delete-all}", c.command, true); got != c.want {
			t.Errorf("allowing %q: %s, want %s", c.command, got, c.want)
		}
	}
	if got := answer(t, table{ts}, "tcl -c=* !{call:x}", "tcl -c 'y'", true); got != tri.No {
		t.Errorf("a language that nothing reads is allowed: %s", got)
	}
}
