package code

import (
	"strings"
	"testing"

	"tagout/internal/word"
)

// told spells runs: a text in quotes, words with spaces between; what is not
// known is "?", or its class.
func told(runs []Run) string {
	var out []string
	for _, r := range runs {
		s := "'" + shown(r.Text) + "'"
		if len(r.Argv) > 0 {
			var words []string
			for _, w := range r.Argv {
				words = append(words, shown(w.Pieces))
			}
			s = strings.Join(words, " ")
		}
		if r.Input != nil {
			s += " < " + shown(r.Input)
		}
		if r.Dir != nil {
			s += " in " + shown(r.Dir)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func shown(t word.Text) string {
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.Kind == word.Lit:
			b.WriteString(p.Text)
		case p.Class != "":
			b.WriteString("?" + p.Class)
		default:
			b.WriteString("?")
		}
	}
	return b.String()
}

func check(t *testing.T, lang string, cases [][2]string) {
	t.Helper()
	for _, c := range cases {
		src := word.Text{{Kind: word.Lit, Text: c[0]}}
		if got := told(found(lang, src)); got != c[1] {
			t.Errorf("%s %q:\n tells %s\n want  %s", lang, c[0], got, c[1])
		}
	}
}

func TestPython(t *testing.T) {
	check(t, "python", [][2]string{
		{`import os; os.system("a b")`, `'a b'`},
		{`import os as o; o.system('a')`, `'a'`},
		{`from os import system as s; s("a")`, `'a'`},
		{`from os import *; system("a")`, `'a'`},
		{"from subprocess import (\n  run,\n  PIPE,\n)\nrun(['a', 'b c'], check=True)", `a b c`},
		{`import subprocess as sp; sp.check_output("a", shell=True, cwd="/x")`, `'a' in /x`},
		{`subprocess.run(args=["a", "b"])`, `a b`},
		{`subprocess.run(["a", *rest, x, f"-n{y}"])`, `a ? ? -n?`},
		{`subprocess.Popen("a b".split())`, `a b`},
		{`subprocess.run(["a"] + ["b"])`, `a b`},
		{`asyncio.run(asyncio.create_subprocess_exec("a", "b"))`, `a b`},
		{`__import__("os").system("a")`, `'a'`},
		{`importlib.import_module("subprocess").run("a")`, `'a'`},
		{"x = 'a '\ny = x + 'b'\nos.system(y)", `'a b'`},
		{"x: str = 'a'\nx += ' b'\nos.system(x)", `'a b'`},
		{"self.c = 'a'\nos.system(self.c)", `'a'`},
		{`os.system("a " "b")`, `'a b'`},
		{`os.system("a %s" % "b")`, `'a b'`},
		{`os.system("a %s %d" % (x, 3))`, `'a ? ?'`},
		{`os.system("a {} {x}".format("b", x=1))`, `'a b ?'`},
		{`os.system(" ".join(["a", "b"]))`, `'a b'`},
		{`os.system(f"a {b} {{c}} {'d'}")`, `'a ? {c} d'`},
		{`os.system(f'a {"b"!r:>10}')`, `'a b'`},
		{`os.system(r"a\n" + '\x62\u0063\144')`, `'a\nbcd'`},
		{`os.system(r"a\"b")`, `'a\"b'`},
		{"os.system('''a\nb''')", "'a\nb'"},
		{`os.system(x)`, ``},
		{`os.system(sys.argv[1])`, `'?arg:1'`},
		{`os.system("a " + sys.argv[1])`, `'a ?arg:1'`},
		{`os.system("a" if x else "b")`, ``},
		{`os.execvp("a", ["a", "b"])`, `a b`},
		{`os.execlp("a", "a", "b")`, `a b`},
		{`os.spawnlp(os.P_WAIT, "a", "a", "b")`, `a b`},
		{`from sh import terraform; terraform("b")`, `terraform b`},
		{"if x:\n    def f(y):\n        return [os.system('a') for z in y]", `'a'`},
		{`foo(lambda x: os.system("a"), {"k": os.system("b")})`, `'a'; 'b'`},
		{`exec("import os; os.system('a')")`, `'a'`},
		{`os.system(base64.b64decode("YSBi").decode())`, `'a b'`},
		{`print(f"{os.system('a')}")`, `'a'`},
		{`shutil.rmtree("a", ignore_errors=True)`, `rm -rf a`},
		{`from shutil import rmtree; rmtree(path="a")`, `rm -rf a`},
		{`shutil.rmtree(os.path.join("/", "a", b))`, `rm -rf /a/?`},
		{`shutil.rmtree(os.path.expanduser("~/a"))`, `rm -rf ?env:HOME/a`},
		{`shutil.rmtree(os.environ["X"] + "/a")`, `rm -rf ?env:X/a`},
		{`shutil.rmtree(os.environ.get("X"))`, `rm -rf ?env:X`},
		{`shutil.rmtree(tempfile.mkdtemp())`, `rm -rf ?temp`},
		{"for d in ['a', 'b']:\n    shutil.rmtree(d + '/x')", `rm -rf a/x; rm -rf b/x`},
		{`os.remove("a"); os.unlink("b"); os.rmdir("c")`, `rm a; rm b; rmdir c`},
		{`Path("a").unlink(missing_ok=True)`, ``},
		{`from pathlib import Path; Path("a").unlink(missing_ok=True)`, `rm a`},
		{`from pathlib import Path; p = Path("/a") / "b"; p.rmdir()`, `rmdir /a/b`},
		{`import pathlib; shutil.rmtree(pathlib.Path.home() / "a")`, `rm -rf ?env:HOME/a`},
		{`import pathlib; pathlib.Path("a").write_text("b")`, `tee a < b`},
		{"with open('a', 'w') as f:\n    f.write('b')\n    f.write('c')", `tee a < bc`},
		{`open("a", mode="a").write("b")`, `tee -a a < b`},
		{`open("a"); open("a", "rb")`, ``},
		{"os.chdir('/x')\nos.system('a')", `'a' in /x`},
		{`import boto3; boto3.client("rds").delete_db_instance(DBInstanceIdentifier="a", SkipFinalSnapshot=True)`,
			`aws rds delete-db-instance --db-instance-identifier a`},
		{"import boto3\ns = boto3.Session()\nec2 = s.client('ec2')\nec2.terminate_instances(InstanceIds=ids)", `aws ec2 terminate-instances --instance-ids ?`},
		{`import boto3; c.delete_bucket(Bucket="a")`, `aws ? delete-bucket --bucket a`},
		{`[os.remove(f) for f in glob.glob("/x/*")]`, `rm /x/?item`},
		{`for f in glob.glob("/x/*.[ch]"): os.remove(f)`, `rm /x/?.?`},
		{`list(map(print, (os.remove(p) for p in pathlib.Path("a").rglob("*.pyc"))))`, `rm a/?/?.pyc`},
		{"for d, _, fs in os.walk('/x'):\n  for f in fs:\n    os.remove(os.path.join(d, f))", `rm /x/?item; rm /x/?item/?item`},
		{`[os.remove("/x/" + f) for f in os.listdir("/x") if f]`, `rm /x/?item`},
		{`{p: p.unlink() for p in pathlib.Path("a").iterdir()}`, `rm a/?item`},
		{`requests.delete("http://x/y")`, `curl -X DELETE http://x/y`},
		{`[f(for x in y]; [g for in z]; (h for (a, b in c)`, ``},
		{`getattr(os, "sys" + "tem")("a"); vars(os)["system"]("b"); os.__dict__["system"]("c"); sys.modules["os"].system("d")`, `'a'; 'b'; 'c'; 'd'`},
		{`import boto3; c = boto3.client("rds"); getattr(c, "delete_db_instance")(DBInstanceIdentifier="a")`, `aws rds delete-db-instance --db-instance-identifier a`},
		{"c = ['a']\nc.append('b')\nc.extend(['c', 'd'])\nc += ['e']\nc.insert(1, 'f')\nsubprocess.run(c)", `a f b c d e`},
		{`subprocess.run("a", input="b", text=True); subprocess.run(["c"], input=b"d")`, `'a' < b; c < d`},
		{`p = subprocess.Popen(["a"], stdin=subprocess.PIPE); p.communicate(b"b")`, `a < b`},
		{`p = subprocess.Popen("a", stdin=subprocess.PIPE); p.stdin.write("b")`, `'a' < b`},
		{"def run(cmd, x=1):\n  os.system(cmd)\nrun('a')\nrun('b')", `'a'; 'b'`},
		{"def sh(*args):\n  subprocess.run(list(args))\nsh('a', 'b')", `a b`},
		{"def g(*args):\n  subprocess.run(['a', *args])\ng('b')\ng('c', 'd')\ng(x)", `a b; a c d`},
		{"class A:\n  def run(self, c):\n    os.system(c)\n  def x(self):\n    self.run('a')", `'a'`},
		{"def run(cmd):\n  os.system(cmd)\nx = f()\nrun(x)", ``},
		{`d = {"a": "b"}; os.system(d["a"]); os.system(bytes.fromhex("61 62").decode())`, `'b'; 'ab'`},
		{`os.system("a X".replace("X", "b")); subprocess.run(shlex.split("a 'b c' \"d\""))`, `'a b'; a b c d`},
		// Data, and what only looks like it.
		{`print("os.system('rm -rf /')")`, ``},
		{"# os.system('a')\nx = '''\nos.system('a')\n'''", ``},
		{`run("a"); call("b"); db.run("c"); system("d")`, ``},
		{`c.delete_bucket(Bucket="a")`, ``},
		{`{"os.system": "a"}; os.system_("a")`, ``},
		{`re.compile("rm -rf /").match(x)`, ``},
		// No Python.
		{`os.system("a`, ``},
		{`os.system("a"`, ``},
		{"os.system('a\n')", ``},
	})
}

func TestJavaScript(t *testing.T) {
	check(t, "javascript", [][2]string{
		{`require("child_process").execSync("a b")`, `'a b'`},
		{`require('node:child_process').exec('a', (e, out) => console.log(out))`, `'a'`},
		{`const cp = require("child_process"); cp.spawnSync("a", ["b", x], {cwd: "/d"})`, `a b ? in /d`},
		{`const {execSync: e, spawn} = require("child_process"); e("a"); spawn("b", ["c"])`, `'a'; b c`},
		{`import { execSync as e, spawn } from "node:child_process"; e("a"); spawn("b")`, `'a'; 'b'`},
		{`import cp from "child_process"; cp.exec("a")`, `'a'`},
		{`import * as cp from "child_process"; cp.exec("a")`, `'a'`},
		{`const { exec } = await import("child_process"); exec("a")`, `'a'`},
		{`const run = util.promisify(require("child_process").exec); await run("a")`, `'a'`},
		{"execSync(`a ${b} c${'d'}`)", `'a ? cd'`},
		{"const x = 'a';\nlet y: string = x + ' b'\nexecSync(y)", `'a b'`},
		{"async function f() {\n  if (x) { setTimeout(() => { execSync('a') }, 10) }\n}", `'a'`},
		{"const re = /['\"`]/g; execSync('a')", `'a'`},
		{`execSync(["a", "b"].join(" "))`, `'a b'`},
		{`execSync(x ? "a" : "b")`, `'a'; 'b'`},
		{`execSync(process.argv[2] || "a")`, `'a'`},
		{"import {$} from 'zx'; await $`a ${b}`", `'a ?'`},
		{"await Bun.$`a`; Bun.spawn(['b', 'c']); Bun.spawn({cmd: ['d']})", `'a'; b c; d`},
		{`new Deno.Command("a", {args: ["b"]}).output()`, `a b`},
		{`import {execa} from "execa"; await execa("a", ["b"])`, `a b`},
		{`require("fs")["unlinkSync"]("a")`, `rm a`},
		{`eval("require('child_process').execSync('a')")`, `'a'`},
		{`execSync(Buffer.from("YSBi", "base64").toString())`, `'a b'`},
		{`fs.rmSync("a", {recursive: true, force: true})`, `rm -rf a`},
		{`require("fs").rmSync("a")`, `rm -f a`},
		{`import {rm} from "fs/promises"; await rm("a", {recursive: true})`, `rm -rf a`},
		{`fs.promises.unlink("a")`, `rm a`},
		{`const rimraf = require("rimraf"); rimraf.sync("a")`, `rm -rf a`},
		{`fs.rmSync(path.join(os.homedir(), "a"), {recursive: true})`, `rm -rf ?env:HOME/a`},
		{`fs.rmSync(process.env.X + "/a", {recursive: true})`, `rm -rf ?env:X/a`},
		{`["a", "b"].forEach(d => fs.rmSync(d, {recursive: true}))`, `rm -rf a; rm -rf b`},
		{`for (const d of ["a", "b"]) fs.unlinkSync(d)`, `rm a; rm b`},
		{`fs.writeFileSync("a", "b")`, `tee a < b`},
		{`const {DeleteDBInstanceCommand: D} = require("@aws-sdk/client-rds"); c.send(new D({DBInstanceIdentifier: "a"}))`,
			`aws rds delete-db-instance --db-instance-identifier a`},
		{`import {EC2Client, TerminateInstancesCommand} from "@aws-sdk/client-ec2"; new TerminateInstancesCommand({InstanceIds: ["i"]})`,
			`aws ec2 terminate-instances --instance-ids i`},
		{`const AWS = require("aws-sdk"); new AWS.S3().deleteBucket({Bucket: "a"})`, `aws ? delete-bucket --bucket a`},
		// Data, and what only looks like it.
		{`cp = require("child_process"); cp.spawnSync("a", ["b"], {input: "c"}); cp.execSync("d", {input: "e"})`, `a b < c; 'd' < e`},
		{`require("fs").rmSync.call(null, "a"); function f(c) { execSync(c) } f("b")`, `rm -f a; 'b'`},
		{`console.log('terraform destroy')`, ``},
		{"// execSync('a')\n/* execSync('b') */", ``},
		{`/(a)/.exec("rm -rf /"); re.exec("a"); exec("b"); db.run("c")`, ``},
		{"$('#id'); const s = `execSync('a')`", ``},
		{`new DeleteDBInstanceCommand({})`, ``},
		{`const x = {exec: "a", run(b) { return b }}`, ``},
	})
}

func TestRuby(t *testing.T) {
	check(t, "ruby", [][2]string{
		{"`a #{b}`", `'a ?'`},
		{`system "a", "b"`, `a b`},
		{`system("a b") or raise`, `'a b'`},
		{`Kernel.system({"X" => "1"}, "a")`, `'a'`},
		{`exec "a" if x`, `'a'`},
		{`%x(a (b))`, `'a (b)'`},
		{`IO.popen(["a", "b"])`, `a b`},
		{`Open3.capture3("a", "b", chdir: "/x")`, `a b in /x`},
		{"x = 'a'\nsystem \"#{x} b\"", `'a b'`},
		{`require "fileutils"; FileUtils.rm_rf("a"); FileUtils::rm_r "b"`, `rm -rf a; rm -r b`},
		{`%w[a b].each { |d| FileUtils.rm_rf(d) }`, `rm -rf a; rm -rf b`},
		{`FileUtils.rm_rf(File.expand_path("~/a"))`, `rm -rf ?env:HOME/a`},
		{`FileUtils.rm_rf(File.join(Dir.home, "a"))`, `rm -rf ?env:HOME/a`},
		{`File.delete("a", "b"); Dir.rmdir("c")`, `rm a b; rmdir c`},
		{`File.write("a", "b")`, `tee a < b`},
		{`File.open("a", "w") { |f| f.puts "b" }`, `tee a`},
		{"system <<~EOS\n  a\nEOS\n", "'  a\n'"},
		{`File.send(:unlink, "a"); Kernel.public_send("system", "b"); send(:system, "c")`, `rm a; 'b'; 'c'`},
		{`Open3.capture2("a", stdin_data: "b"); system(sprintf("c %s", "d"))`, `'a' < b; 'c d'`},
		{`def r(c) system(c) end; r("a"); x.send(:y, "b")`, `'a'`},
		{`puts "system 'a'" # system "b"`, ``},
		{"=begin\nsystem 'a'\n=end\nputs '`b`'", ``},
		{`db.exec("a"); x % 2; y.system_call("c")`, ``},
	})
}

func TestPerl(t *testing.T) {
	check(t, "perl", [][2]string{
		{`system("a b")`, `'a b'`},
		{`system "a", "b $c"`, `a b ?`},
		{`unlink "\x{2f}a"`, `rm /a`},
		{`exec qw(a b);`, `a b`},
		{"my $x = `a`; my $y = qx{b {c}};", `'a'; 'b {c}'`},
		{`my $c = "a"; $c .= " b"; system $c`, `'a b'`},
		{`system("a $ENV{HOME}/b")`, `'a ?env:HOME/b'`},
		{`open(my $fh, "|-", "a", "b"); open F, "c |"; open(G, "| d")`, `a b; 'c '; ' d'`},
		{`open(my $fh, ">", "a"); open(F, ">>b"); open(G, "<c")`, `tee a; tee -a b`},
		{`use File::Path; rmtree("a"); File::Path::remove_tree("b", "c")`, `rm -rf a; rm -rf b c`},
		{`unlink "a", "b" or die; rmdir "c"`, `rm a b; rmdir c`},
		{`my $c = join(" ", "a", "b"); system($c); system(sprintf("c %s", "d")); system($ARGV[0])`, `'a b'; 'c d'; '?arg:1'`},
		{`unlink for glob "*.o"`, ``},
		{`s/system("a")/b/; m{system("a")}; tr/a-z/A-Z/; print "system 'a'"`, ``},
		{"=pod\n\nsystem('a')\n\n=cut\nprint 1;", ``},
		{"print <<'E';\nsystem('a')\nE\nsystem('b')", `'b'`},
		{"print 1;\n__END__\nsystem('a')", ``},
		{`$h{y} = $x->{s}; $o->system("a")`, ``},
	})
}

func TestPHP(t *testing.T) {
	check(t, "php", [][2]string{
		{`system("a $b"); exec('c');`, `'a ?'; 'c'`},
		{"echo `a`; shell_exec('b' . ' c');", `'a'; 'b c'`},
		{`$c = "a"; passthru("{$c} b");`, `'a b'`},
		{`unlink("a"); rmdir("b"); file_put_contents("c", "d");`, `rm a; rmdir b; tee c < d`},
		{"it's html <?php system('a'); ?> it's <?= exec('b') ?>", `'a'; 'b'`},
		{"system(<<<E\na $b\nE);", "'a ?\n'"},
		{`foreach (["a", "b"] as $d) { unlink($d); }`, `rm a; rm b`},
		{`call_user_func("unlink", "a"); call_user_func_array("system", ["b"]); $f = "system"; $f("c");`, `rm a; 'b'; 'c'`},
		{`system(implode(" ", ["a", "b"])); system(sprintf("c %s", "d")); function r($c) { system($c); } r("e");`, `'a b'; 'c d'; 'e'`},
		{`echo "system('a')"; // system('b')`, ``},
		{`$db->exec("a"); Foo::system("b");`, ``},
	})
}

func TestAwk(t *testing.T) {
	check(t, "awk", [][2]string{
		{`BEGIN{system("a b")}`, `'a b'`},
		{`{system("a " $1)}`, `'a ?'`},
		{`BEGIN{"a" | getline x; print x}`, `'a'`},
		{`{print "a" | "sh"}`, `'sh' < a`},
		{`{print $1, $2 > "a"; print >> "b"}`, `tee a < ?; tee -a b < ?`},
		{`$1 > "a" {print "system(\"b\")"}`, ``},
		{`/system\("a"\)/ {print} # system("b")`, ``},
	})
}

func TestLua(t *testing.T) {
	check(t, "lua", [][2]string{
		{`os.execute("a b")`, `'a b'`},
		{`os.execute [[a]]; io.popen "b"`, `'a'; 'b'`},
		{`local x = "a"; os.execute(x .. " b")`, `'a b'`},
		{`os.remove("a"); io.open("b", "w"):write("c")`, `rm a; tee b < c`},
		{"-- os.execute('a')\n--[[ os.execute('b')\n]] print('os.execute(1)')", ``},
	})
}

// TestHoles: what the shell did not know stays unknown, in a text and outside.
func TestHoles(t *testing.T) {
	hole := word.Piece{Kind: word.Unknown, Text: "$X"}
	src := word.Text{{Kind: word.Lit, Text: `os.system("a `}, hole, {Kind: word.Lit, Text: `"); os.system(`}, hole, {Kind: word.Lit, Text: ` + "b"); os.system("c`}, hole, {Kind: word.Lit, Text: `")`}}
	if got, want := told(found("python", src)), `'a ?'; '?b'; 'c?'`; got != want {
		t.Errorf("tells %s, want %s", got, want)
	}
}

func TestLines(t *testing.T) {
	src := word.Text{{Kind: word.Lit, Text: "x = '''\n\n'''\nos.system('a') # 4\n\nos.system('b')\n"}}
	runs := found("python", src)
	if len(runs) != 2 || runs[0].Line != 4 || runs[1].Line != 6 {
		t.Errorf("lines of %+v, want 4 and 6", runs)
	}
}

// TestRows: rows are found by binary search, and functions are no prefixes of
// a module by mistake.
func TestRows(t *testing.T) {
	for i := range grammars {
		rows := grammars[i].rows
		for k := 1; k < len(rows); k++ {
			if rows[k-1].name >= rows[k].name {
				t.Errorf("%s: %q does not come before %q", grammars[i].name, rows[k-1].name, rows[k].name)
			}
		}
	}
}

// TestHostile: what is built to be slow or deep ends.
func TestHostile(t *testing.T) {
	n := 50_000
	for _, src := range []string{
		strings.Repeat("(", n), strings.Repeat("f(", n), strings.Repeat("{", n), strings.Repeat("`${", n), strings.Repeat("f'{", n),
		"os.system(" + strings.Repeat(`"a"+`, n) + `"b")`, "os.system(" + strings.Repeat(`"a" `, n) + `)`,
		strings.Repeat("/[", n), strings.Repeat("x=x+x\n", n/4), "x='a'\n" + strings.Repeat("x=x+x\n", n/4),
		"x=a||b;" + strings.Repeat("x=x+x;", n/8), strings.Repeat("os.system('a');", n/4), strings.Repeat("x ? ", n),
		"eval(" + strings.Repeat(`"eval(`, 100), strings.Repeat("<<A\n", 1000), strings.Repeat("a.", n), strings.Repeat("! ", n),
		strings.Repeat("q{", n), strings.Repeat(`"#{`, n), strings.Repeat("[", n) + strings.Repeat("]", n), "$", "\\", "\"\\", "%w", "<<<", "qq",
	} {
		for i := range grammars {
			if runs := found(grammars[i].name, word.Text{{Kind: word.Lit, Text: src}}); len(runs) > maxRuns {
				t.Errorf("%s: %d runs", grammars[i].name, len(runs))
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"import os; os.system(f\"a {b}\")", "const {a: b} = require(`c`); b(`${d}`)", "system %w[a b] # x", "open(F, \"|-\", qq{a$b})",
		"<?php foreach ($a as $b) { unlink(\"$b[0]\"); }", "BEGIN{print \"a\" | \"sh\"}", "io.popen[==[a]==]", "<<~E\n#{a}\nE\n", "'''\\",
	} {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, s string, cut int) {
		src := word.Text{{Kind: word.Lit, Text: s}}
		if cut > 0 && cut < len(s) {
			src = word.Text{{Kind: word.Lit, Text: s[:cut]}, {Kind: word.Unknown, Text: "$X"}, {Kind: word.Lit, Text: s[cut:]}}
		}
		for i := range grammars {
			Find(grammars[i].name, src)
		}
	})
}
