package source

import "testing"

// fuzz holds a reader to its contract: any text, no panic, a bounded answer.
func fuzz(f *testing.F, format, name, target string, seeds ...string) {
	for _, s := range seeds {
		f.Add(s, target)
	}
	f.Fuzz(func(t *testing.T, text, target string) {
		files := map[string]string{name: text}
		for _, targets := range []string{target, "", "$X"} {
			list, _ := Programs(Request{Format: format, Targets: words(targets)}, host(files))
			if len(list) > maxPrograms {
				t.Errorf("%d programs", len(list))
			}
			for _, p := range list {
				if len(p.Text) == 0 || p.Name == "" {
					t.Errorf("an empty program: %+v", p)
				}
			}
		}
	})
}

func FuzzMake(f *testing.F) {
	fuzz(f, "make", "Makefile", "a", "a: b\n\techo $@ $(call f,$(1))\nb: ; x\n", "define X\nendef\nX += $(shell y)\n$(eval $(X))\n", "ifeq (a,b)\nA := ${B:.c=.o}\nendif\n%: %.x\n\t@$(if $(A),b)\n", "a:\\\n\\\n\tb\\")
}

func FuzzNPM(f *testing.F) {
	fuzz(f, "npm", "package.json", "a", `{"scripts": {"a": "b", "prea": "c"}}`, `{"scripts": {"a": {}}}`)
}

func FuzzJust(f *testing.F) {
	fuzz(f, "just", "justfile", "a", "a x='1' *y: b (c x)\n  echo {{x + 'y' / z}}\nb:\n  #!sh\n", "x := `y`\nset shell := [\nimport 'justfile'\nalias a := a\n")
}

func FuzzTask(f *testing.F) {
	fuzz(f, "task", "Taskfile.yml", "a", "tasks:\n  a:\n    cmds:\n    - |\n      x\n    - task: a\n", "tasks: {a: [b, {cmd: 'c'}]}\n", "a: &x\n  <<: *x\n- - -\n", "includes:\n  a: Taskfile.yml\ntasks:\n\t- a\n")
}

func FuzzComposer(f *testing.F) {
	fuzz(f, "composer", "composer.json", "a", `{"scripts": {"a": ["@b", "@a", "x"], "b": "@php y"}}`)
}

func FuzzRake(f *testing.F) {
	fuzz(f, "rake", "Rakefile", "a", "x\ntask :a => [:b] do\n sh 'x'\nend\ntask(:b) { y }\n", "task")
}

func FuzzInvoke(f *testing.F) {
	fuzz(f, "invoke", "tasks.py", "a", "import x\n@task\ndef a(c):\n  c.run('x')\n\ndef b(): pass\n", "@", "@x\n@y\n")
}

func FuzzTox(f *testing.F) {
	fuzz(f, "tox", "tox.ini", "a", "[tox]\nenvlist = a\n[testenv:a]\ncommands =\n  x {posargs}\n  - y\n", " x\n[")
}

func FuzzPreCommit(f *testing.F) {
	fuzz(f, "pre-commit", ".pre-commit-config.yaml", "a", "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: x\n    args: [y]\n")
}

func FuzzTOML(f *testing.F) {
	fuzz(f, "tasks", "mise.toml", "a", "[tasks]\na = \"x\"\n[tasks.a]\nrun = [\n'y',\n\"z\"]\n", "[tasks.a]\nrun = \"\"\"\nx\n", "=\n[\n")
}

func FuzzProcfile(f *testing.F) { fuzz(f, "procfile", "Procfile", "a", "a: b\n") }

func FuzzCompose(f *testing.F) {
	fuzz(f, "compose", "compose.yml", "a", "services:\n  a:\n    command: [x, \"y\"]\n    volumes: [/a:/b]\n")
}
