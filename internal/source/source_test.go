package source

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/word"
)

// host is a directory with the given files, in which $(shell X) prints "<X>".
func host(files map[string]string) Host {
	return Host{
		Dir: word.Text{{Kind: word.Lit, Text: "/w"}},
		Env: func(name string) (word.Text, bool) {
			return word.Text{{Kind: word.Lit, Text: "/home/dev"}}, name == "HOME"
		},
		Read: func(name string) (word.Text, bool) {
			text, ok := files[strings.TrimPrefix(name, "/w/")]
			return word.Text{{Kind: word.Lit, Text: text}}, ok
		},
		Print: func(p Program) word.Text {
			return word.Text{{Kind: word.Lit, Text: "<" + p.Text.Spelling() + ">"}}
		},
	}
}

func words(line string) []word.Word {
	var out []word.Word
	for _, f := range strings.Fields(line) {
		if strings.HasPrefix(f, "$") {
			out = append(out, word.Unknowable(f, true))
		} else {
			out = append(out, word.Literal(f))
		}
	}
	return out
}

// texts returns what a request runs, each text with its directory, and "?"
// after one that only may run.
func texts(format, targets string, files map[string]string) []string {
	list, _ := Programs(Request{Format: format, Targets: words(targets)}, host(files))
	out := []string{}
	for _, p := range list {
		s := p.Text.Spelling()
		if p.Dir != "" {
			s += " @" + p.Dir
		}
		if p.Maybe {
			s += " ?"
		}
		out = append(out, s)
	}
	return out
}

type readerCase struct {
	file, targets, want string // want: texts joined by " & "
}

func run(t *testing.T, format, name string, cases []readerCase) {
	t.Helper()
	for _, c := range cases {
		got := strings.Join(texts(format, c.targets, map[string]string{name: c.file}), " & ")
		assert.Equal(t, c.want, got, "%s %s in\n%s", format, c.targets, c.file)
	}
}

func TestMake(t *testing.T) {
	run(t, "make", "Makefile", []readerCase{
		{"a:\n\techo a\nb:\n\techo b\n", "", "echo a"},
		{"a:\n\techo a\nb:\n\techo b\n", "b", "echo b"},
		{"a:\n\techo a\n", "none", ""},
		{".PHONY: b\n%.o: %.c\n\tcc\nb:\n\techo b\n", "", "echo b"},
		{".DEFAULT_GOAL := b\na:\n\techo a\nb:\n\techo b\n", "", "echo b"},
		{"a: b c\n\techo a\nb: c\n\techo b\nc:\n\techo c\n", "a", "echo c & echo b & echo a"},
		{"a: a\n\techo a\n", "a", "echo a"},
		{"a: ; @echo a\n", "a", "echo a"},
		{"a:\n\t@-+ echo a\n\n# remark\n\techo b\n", "a", "echo a & echo b"},
		{"a:\n\techo a && \\\n\t  echo b\n", "a", "echo a && \\\n  echo b"},
		{".ONESHELL:\na:\n\t@cd x\n\tpwd\n", "a", "cd x\npwd"},
		{"X = 1 # one\nY := $(X)2\nX += 3\na:\n\techo $X ${Y} $$Z\n", "a", "echo 1 3 12 $Z"},
		{"X ?= 1\nX ?= 2\na:\n\techo $(X)\n", "a", "echo 1"},
		{"X = 1\na:\n\techo $(X)\n", "a X=2", "echo 2"},
		{"X = 1\na:\n\techo $(X)\n", "a X=$V", "echo $(V)"},
		{"override X = 1\na:\n\techo $(X) $(HOME)\n", "a", "echo 1 /home/dev"},
		{"a:\n\trm $(FILES)\n", "a", "rm $(FILES)"},
		{"X = $(X)\na:\n\techo $(X)\n", "a", "echo $(X)"},
		{"a: b.c d | e\n\techo $@ $< $^ $(@D)\n", "a", "echo a b.c b.c d ."},
		{"all: x/m.o\nx/%.o: %.c\n\tcc $< -o $@ $*\n", "", "cc m.c -o x/m.o m"},
		{"O = m.o\n$(O): %.o: %.c\n\tcc $<\n", "m.o", "cc m.c"},
		{"S = $(wildcard *.c)\na:\n\trm $(S:.c=.o) $(patsubst %.c,%.d,$(S))\n", "a", "rm *.o *.d"},
		{"a:\n\techo $(subst a,b,aa) $(dir x/y) $(notdir x/y) $(abspath z)\n", "a", "echo bb x/ y /w/z"},
		{"a:\n\techo $(if ,1,2) $(if x,1,2) $(or ,y) $(foreach i,1 2,<$(i)>)\n", "a", "echo 2 1 y <1> <2>"},
		{"V := $(shell git tag)\na:\n\techo $(V)\n", "a", "echo <git tag>"},
		{"a:\n\techo $(nothing such)\n", "a", "echo $(nothing such)"},
		{"define R\necho 1\necho $(1)\nendef\na:\n\t$(call R,x)\n", "a", "echo 1 & echo x"},
		{"define T\n$(1):\n\techo $(1)\nendef\n$(eval $(call T,z))\n", "z", "echo z"},
		{"ifeq ($(V),1)\nX = 1\nelse\nX = 2\nendif\na:\n\techo $(X)\n", "a", "echo 1 & echo 2"},
		{"a:\nifdef V\n\techo 1\nelse\n\techo 2\nendif\n", "a", "echo 1 & echo 2"},
		{"a: X = 1\na:\n\techo $(X)\nb:\n\techo b\n", "", "echo 1"},
		{"a:\n\t$(MAKE) -C sub b\n", "a V=1", "make V=1 -C sub b"},
		{"a:\n\techo a\nb:\n\techo b\n", "$T", "echo a ? & echo b ?"},
		{"SHELL = /usr/bin/python3\na:\n\tprint(1)\n", "a", "/usr/bin/python3 -c 'print(1)'"},
		{"include = 1\na:\n\techo $(include)\n", "a", "echo 1"},
	})
}

// TestMakeFiles: what is included, and where a recipe runs.
func TestMakeFiles(t *testing.T) {
	files := map[string]string{
		"Makefile": "all:\n\techo all\ninclude b.mk *.none\n-include b.mk\n",
		"b.mk":     "b:\n\techo b\ninclude Makefile\n",
		"s/x.mk":   "X := $(CURDIR)\na:\n\techo $(X)\n",
	}
	assert.Equal(t, []string{"echo b"}, texts("make", "b", files))
	got, _ := Programs(Request{Format: "make", Files: words("x.mk"), Dirs: words("s")}, host(files))
	if assert.Len(t, got, 1) {
		assert.Equal(t, Program{Name: "s/x.mk:a", Text: word.Text{{Kind: word.Lit, Text: "echo /w/s"}}, Dir: "s", At: 18}, got[0])
	}
	none, _ := Programs(Request{Format: "make", Dirs: words("$D")}, host(files))
	assert.Empty(t, none)
}

// TestMakeEnv: what a recipe finds in its environment.
func TestMakeEnv(t *testing.T) {
	files := map[string]string{"Makefile": "export A = 1\nB = 2\nexport B\nC = 3\na:\n\tenv\n"}
	got, _ := Programs(Request{Format: "make", Targets: words("D=4")}, host(files))
	var env []string
	for _, v := range got[0].Env {
		env = append(env, v.Name+"="+v.Value.Spelling())
	}
	assert.Equal(t, []string{"D=4", "A=1", "B=2"}, env)
}

// TestMakeDry: a dry run runs what is marked to run always.
func TestMakeDry(t *testing.T) {
	files := map[string]string{"Makefile": "a:\n\trm x\n\t+rm y\n\t$(MAKE) b\n"}
	got, _ := Programs(Request{Format: "make", Dry: true}, host(files))
	if assert.Len(t, got, 2) {
		assert.Equal(t, "rm y", got[0].Text.Spelling())
		assert.Equal(t, "make -n b", got[1].Text.Spelling())
	}
}

func TestNPM(t *testing.T) {
	const file = `{"scripts": {"a": "one", "preb": "zero", "b": "two", "postb": "three", "test": "jest", "prepare": "husky"}}`
	run(t, "npm", "package.json", []readerCase{
		{file, "a", "one"}, {file, "b", "zero & two & three"}, {file, "t", "jest"}, {file, "x", ""},
		{file, "a -- --x y;z", "one --x 'y;z'"}, {file, "a $X", "one $X"}, {file, "install", "husky"}, {file, "install react", ""},
		{file, "", ""}, {"{", "a", ""}, {`{"scripts": []}`, "a", ""}, {`{"scripts": {"a": 1}}`, "a", ""},
		{`{"scripts": {"a": "one"}}`, "$X", "one ?"},
	})
	got := texts("npm", "a", map[string]string{"../package.json": file})
	assert.Equal(t, []string{"one @.."}, got)
}

func TestJust(t *testing.T) {
	run(t, "just", "justfile", []readerCase{
		{"a:\n  echo a\n  @-echo b\n\nb:\n  echo c\n", "", "echo a & echo b"},
		{"a: b\n  echo a\nb:\n  echo b\n", "a", "echo b & echo a"},
		{"a: b && c\n  echo a\nb:\n  echo b\nc:\n  echo c\n", "a", "echo b & echo a & echo c"},
		{"alias x := a\n[private]\n@a:\n  echo a\n", "x", "echo a"},
		{"v := 'x' + \"y\"\na:\n  echo {{v}} {{ 'a' / 'b' }} {{{{ $$\n", "a", "echo xy a/b {{ $$"},
		{"v := 'x'\na:\n  echo {{v}}\n", "v=z a", "echo z"},
		{"v := `date`\na:\n  echo {{v}}\n", "a", "echo <date>"},
		{"a:\n  echo {{uuid()}} {{w}}\n", "a", "echo {{uuid()}} {{w}}"},
		{"a x y='d':\n  echo {{x}} {{y}}\n", "a 1", "echo 1 d"},
		{"a x:\n  echo {{x}}\nb:\n  echo b\n", "a 1 b", "echo 1 & echo b"},
		{"a *x:\n  echo {{x}}.\n", "a 1 2", "echo 1 2."},
		{"a: (b 'q' \"r s\")\nb x y:\n  echo {{x}} {{y}}\n", "a", "echo q r s"},
		{"a:\n  #!/bin/sh\n  echo 1\n    echo 2\n", "a", "#!/bin/sh\necho 1\n  echo 2"},
		{"a:\n  echo \\\n    b\n", "a", "echo b"},
		{"a: a\n  echo a\n", "a", "echo a"},
		{"v := v\na:\n  echo {{v}}\n", "a", "echo {{v}}"},
		{"a:\n  echo a\n", "$X", "echo a ?"},
		{"a:\n  echo a\n", "none", ""},
		{"set shell := ['python3', '-c']\na:\n  print(1)\n", "a", "#!python3\nprint(1)"},
	})
	files := map[string]string{"justfile": "import 'x.just'\n", "x.just": "import 'justfile'\na:\n  echo a\n"}
	assert.Equal(t, []string{"echo a"}, texts("just", "a", files))
}

func TestTask(t *testing.T) {
	run(t, "task", "Taskfile.yml", []readerCase{
		{"tasks:\n  default: echo d\n  a:\n    cmds:\n      - echo a\n      - cmd: echo b\n", "", "echo d"},
		{"tasks:\n  a:\n    cmds:\n    - echo a\n    - cmd: echo b # x\n", "a", "echo a & echo b"},
		{"tasks:\n  a:\n    deps: [b]\n    cmds: [\"echo a\"]\n  b:\n    cmd: echo b\n", "a", "echo b & echo a"},
		{"tasks:\n  a:\n    cmds:\n      - task: b\n        vars: {X: 1}\n  b:\n    cmd: echo {{.X}}\n", "a", "echo 1"},
		{"vars:\n  X: 'it''s'\ntasks:\n  a: 'echo {{.X}} {{.Y}}'\n", "a", "echo it's {{.Y}}"},
		{"vars: {X: {sh: date}}\ntasks:\n  a: 'echo {{.X}}'\n", "a", "echo <date>"},
		{"vars: {X: '{{.X}}'}\ntasks:\n  a: 'echo {{.X}}'\n", "a", "echo {{.X}}"},
		{"tasks:\n  a:\n    aliases: [z]\n    dir: sub\n    cmds:\n      - |\n        echo 1\n          echo 2\n", "z", "echo 1\n  echo 2 @sub"},
		{"tasks:\n  a: 'echo {{.CLI_ARGS}}'\n", "a x y", "echo x y"},
		{"x: &c\n  - echo c\ntasks:\n  a:\n    cmds: *c\n", "a", "echo c"},
		{"tasks:\n  a:\n    cmds: ?\n      odd\n", "a", "? odd"},
		{"tasks:\n  a:\n    cmds:\n      - *missing\n", "a", "what Taskfile.yml says here"},
		{"tasks:\n  a: echo a\n", "$X", "echo a ?"},
		{"tasks:\n  a: echo a\n", "none", ""},
	})
	files := map[string]string{"Taskfile.yml": "includes:\n  s: ./sub\ntasks: {}\n", "sub/Taskfile.yml": "tasks:\n  a:\n    cmds: [{task: b}]\n  b: echo b\n"}
	assert.Equal(t, []string{"echo b"}, texts("task", "s:a", files))
}

func TestProcfile(t *testing.T) {
	const file = "# all\nweb: rails s\nwork: sidekiq -q a:b\n"
	run(t, "procfile", "Procfile", []readerCase{
		{file, "", "rails s & sidekiq -q a:b"}, {file, "work", "sidekiq -q a:b"}, {file, "none", ""}, {file, "$X", "rails s ? & sidekiq -q a:b ?"},
	})
}

func TestCompose(t *testing.T) {
	const file = "services:\n  a:\n    entrypoint: [sh, -c]\n    command: [\"rm -rf $$X\"]\n    volumes:\n      - ./d:/d\n      - v:/v\n      - /e:/e:ro\n      - type: bind\n        source: /f\n        target: /f\n  b:\n    image: x\n"
	list, _ := Programs(Request{Format: "compose", Targets: words("a")}, host(map[string]string{"compose.yml": file}))
	if assert.Len(t, list, 1) {
		assert.Equal(t, "sh -c 'rm -rf $X'", list[0].Text.Spelling())
		assert.Equal(t, []string{"/w/d:/d", "/f:/f"}, list[0].Binds)
	}
	run(t, "compose", "compose.yml", []readerCase{{file, "b", ""}, {file, "c", ""}, {file, "a sh", ""}})
}

// TestHoles: what is not known stays unknown on its way through a string.
func TestHoles(t *testing.T) {
	var h holes
	in := word.Text{{Kind: word.Lit, Text: "rm "}, {Kind: word.Unknown, Text: "$(X Y)", From: []int{3}}, {Kind: word.Lit, Text: "/b"}}
	assert.Equal(t, in, h.text(h.flat(in)))
	assert.Equal(t, h.unknown("a"), h.unknown("a"))
	assert.Equal(t, word.Text{{Kind: word.Unknown, Text: "…"}}, h.text("\x009\x00"))
}

// TestBound: a file that runs too much says so.
// TestDeepJSON: what is nested more deeply than is read is told of, for who runs it
// reads it.
func TestDeepJSON(t *testing.T) {
	for _, depth := range []int{300, 30_000} {
		text := `{"x": ` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + `, "scripts": {"a": "x"}}`
		for format, file := range map[string]string{"npm": "package.json", "scripts": "package.json", "composer": "composer.json"} {
			_, more := Programs(Request{Format: format, Targets: []word.Word{word.Literal("a")}}, host(map[string]string{file: text}))
			assert.True(t, more, format)
		}
	}
}

func TestBound(t *testing.T) {
	var b strings.Builder
	b.WriteString("a:\n")
	for i := range maxPrograms + 1 {
		b.WriteString("\techo " + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + strings.Repeat("y", i/26) + "\n")
	}
	_, more := Programs(Request{Format: "make"}, host(map[string]string{"Makefile": b.String()}))
	assert.True(t, more)
	grow := "A0 = xxxxxxxxxxxxxxxx\n"
	for i := range 60 {
		grow += "A" + strings.Repeat("1", i+1) + " = $(A" + strings.Repeat("1", i) + ")$(A" + strings.Repeat("1", i) + ")\n"
	}
	grow = strings.Replace(grow, "A0", "A", 1) + "a:\n\techo $(A" + strings.Repeat("1", 60) + ")\n"
	list, _ := Programs(Request{Format: "make"}, host(map[string]string{"Makefile": grow}))
	assert.Len(t, list, 1)
}
