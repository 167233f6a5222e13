package code

import (
	"strings"
	"testing"

	"tagout/internal/word"
)

// called spells the calls of a program.
func called(lang, src string) string {
	var out []string
	calls, _ := Calls(lang, holed(src))
	for _, c := range calls {
		out = append(out, shown(c.Name)+shown(c.Args))
	}
	return strings.Join(out, "; ")
}

func TestCalls(t *testing.T) {
	for _, c := range [][3]string{
		{"python", "import shutil as s\ns.rmtree('/x', True)", `shutil.rmtree("/x",True)`},
		{"python", "from a.b import c\nc(1).d(e=2)", "a.b.c(1); a.b.c().d(e=2)"},
		{"python", "def f():\n  pass\nx = f", ""},
		{"python", "print('f()') # g()", `print("f()")`},
		{"python", "boto3.client('rds').delete_db_instance(DBInstanceIdentifier='x')", `boto3.client("rds"); aws:rds.delete_db_instance(DBInstanceIdentifier="x")`},
		{"python", "f(§, '§')", `f(?,"?")`},
		{"javascript", "db.users.deleteMany( { } )", "db.users.deleteMany({})"},
		{"javascript", `db["users"].drop(); // x()`, "db.users.drop()"},
		{"javascript", "const {rm: r} = require('fs'); r('x', {recursive: true})", `require("fs"); fs.rm("x",{recursive:true})`},
		{"javascript", "await new DeleteDBInstanceCommand({a: 1})", "DeleteDBInstanceCommand({a:1})"},
		{"ruby", "User.delete_all\nUser.where(a: 1).destroy_all", "User.delete_all(); User.where(a:1); User.where().destroy_all()"},
		{"php", "$pdo->exec('x');", `$pdo.exec("x")`},
		{"lua", "redis.call('flushall')", `redis.call("flushall")`},
		{"redis", "flushall async\n 3 get x\n# y\nconfig set dir /x", "FLUSHALL(ASYNC); GET(X); #(Y); CONFIG(SET,DIR,/X)"},
		{"redis", "eval \"redis.call('FlushDB')\" 0", "EVAL(\"REDIS.CALL('FLUSHDB')\",0); FLUSHDB()"},
		{"redis", "eval 'redis.call(\"flushall\")' 0", "EVAL('REDIS.CALL(\"FLUSHALL\")',0); FLUSHALL()"},
		{"redis", "§\nflush§ x", "FLUSH?(X)"},
		{"redis-lua", "redis.pcall('set', KEYS[1], 'flushall')", "SET(KEYS[1],FLUSHALL)"},
		{"tcl", "x", ""},
	} {
		if got := called(c[0], c[1]); got != c[2] {
			t.Errorf("%s %q:\n calls %s\n want  %s", c[0], c[1], got, c[2])
		}
	}
	for _, c := range []struct {
		lang, src string
		complete  bool
	}{{"python", "f()", true}, {"python", "f(§)", false}, {"tcl", "f", false}, {"redis", "get x", true}, {"redis", "§", false}} {
		if _, complete := Calls(c.lang, holed(c.src)); complete != c.complete {
			t.Errorf("%s %q: complete %v, want %v", c.lang, c.src, complete, c.complete)
		}
	}
}

// TestQueries: statements that programs hand to a database are told; a
// database in memory, and what is only printed, is not.
func TestQueries(t *testing.T) {
	for _, c := range [][3]string{
		{"python", `cur.execute("DROP TABLE a")`, "DROP TABLE a"},
		{"python", `db.execute(text("DROP TABLE " + t))`, "DROP TABLE ?"},
		{"python", "sqlite3.connect('x').executescript('''DELETE FROM a''')", "DELETE FROM a"},
		{"python", `sqlite3.connect(":memory:").execute("DROP TABLE a")`, ""},
		{"python", `cur.execute("SELECT 1")`, ""},
		{"python", `print("DROP TABLE a")`, ""},
		{"javascript", "await client.query(`TRUNCATE ${t}`)", "TRUNCATE ?"},
		{"javascript", "await prisma.$executeRawUnsafe('DROP TABLE a')", "DROP TABLE a"},
		{"ruby", "ActiveRecord::Base.connection.execute('DROP TABLE a')", "DROP TABLE a"},
		{"php", "mysqli_query($c, 'DROP TABLE a');", "DROP TABLE a"},
		{"perl", `$dbh->do("DROP TABLE a");`, "DROP TABLE a"},
	} {
		var got []string
		runs, _ := Find(c[0], word.Text{{Kind: word.Lit, Text: c[1]}})
		for _, r := range runs {
			if r.Lang == "sql" {
				got = append(got, shown(r.Text))
			}
		}
		if strings.Join(got, "; ") != c[2] {
			t.Errorf("%s %q: %q, want %q", c[0], c[1], got, c[2])
		}
	}
}
