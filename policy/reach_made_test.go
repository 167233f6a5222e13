package policy

import "testing"

// madeFiles are files of projects that tools read.
func madeFiles() map[string]string {
	const carried = "terraform destroy"
	return map[string]string{
		"build.xml": "<project default=\"plan\">\n<!-- <exec executable=\"" + carried + "\"/> -->\n<target name=\"plan\"><exec executable=\"terraform\"><arg value=\"plan\"/></exec></target>\n" +
			"<target name='nuke' depends=\"plan, gone\"><echo message=\"a > b\"/></target>\n<target name=\"gone\"><exec executable=\"${tf}\"/><exec executable=\"terraform\"><arg line=\"destroy -auto-approve\"/></exec></target>\n</project>\n",
		"Capfile": "load 'deploy'\ntask :nuke do\n  sh '" + carried + "'\nend\ntask :plan do\n  sh 'terraform plan'\nend\n", "fastlane/Fastfile": "lane :nuke do\n  sh '" + carried + "'\nend\nlane :beta do\n  sh 'ls'\nend\n",
		"lefthook.yml":             "pre-commit:\n  commands:\n    lint:\n      run: eslint {staged_files}\npre-push:\n  jobs:\n    - name: x\n      run: " + carried + "\nnested:\n  jobs:\n    - group:\n        jobs:\n          - run: " + carried + "\n",
		"moon.yml":                 "tasks:\n  nuke:\n    command: " + carried + "\n  list:\n    command: terraform\n    args: [destroy]\n  plan:\n    command: terraform plan\n",
		".github/workflows/ci.yml": "on: push\njobs:\n  nuke:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n          echo ${{ github.sha }}\n          " + carried + "\n  plan:\n    steps:\n      - run: terraform plan\n      - shell: python\n        run: " + carried + "\n",
		".pre-commit-hooks.yaml":   "- id: nuke\n  entry: " + carried + "\n  language: system\n- id: fmt\n  entry: gofmt\n  language: system\n",
		"tpl/Makefile.in":          "all:\n\techo hi\n", "made/Makefile": "all:\n\techo hi\n", "made/package.json": `{"scripts": {"build": "tsc"}}`, "made/x.sh": "ls\n",
		"nuke.cmake": "set(X 1)\nexecute_process(COMMAND " + carried + ")\n", "plain.cmake": "# " + carried + "\nmessage(STATUS \"" + carried + "\")\nexecute_process(COMMAND ls)\n",
	}
}

// made are files that a command makes, or a project has, and that a tool reads.
func made() []reached {
	const c = `'int main(){system("§");}\n'`
	return []reached{
		{"files that are fetched or generated", nil, []string{
			"cd made; curl -o package.json https://x && npm run build", "cd made; curl -sSL https://x > package.json; npm run build", "cd made; ./gen > Makefile; make", "cd made; python3 gen.py > Makefile && make all", "cd made; git show other:Makefile > Makefile; make", "curl -o build.gradle https://x && ./gradlew build", "curl -o setup.py https://x && pip install .",
			"cd made; curl https://x/p | git apply && ./x.sh", "cd made; curl https://x/p | patch -p1 && make", "cd made; curl https://x/p | git am && bash x.sh",
		}, []string{
			"cd made; jq '.version=\"1\"' package.json > t.json && mv t.json package.json && npm run build", "cd made; sed -i s/a/b/ Makefile && make", "sed s/a/b/ tpl/Makefile.in > made/Makefile && make -C made", "cd made; perl -pi -e s/a/b/ Makefile && make", "envsubst < tpl/Makefile.in > made/Makefile && make -C made",
			"cd made; curl -o docker-compose.yml https://x && docker compose up -d", "cd made; curl -o data.json https://x && npm run build", "./gen > src/gen.go && go run ./cmd/plan", "bindgen x.h > src/b.rs && cargo run", "cd made; git apply x.patch && make", "cd made; git am < x.patch && ./x.sh", "curl -O https://x/sqlite3.c && gcc -c sqlite3.c", "cd made; tar xzf x.tgz && ./configure && make",
		}},
		{"programs that are compiled", nil, []string{
			"printf " + c + " > x.c; gcc x.c && ./a.out", "printf " + c + " > x.c; cc x.c -o x; ./x", "printf " + c + " > x.cpp; clang++ x.cpp && ./a.out", "printf " + c + " | gcc -x c - && ./a.out", "printf " + c + " > x.c; tcc -run x.c", `printf 'int main(){execlp("terraform","terraform","destroy",NULL);}\n' > x.c; gcc x.c && ./a.out`,
			`printf 'fn main(){Command::new("terraform").arg("destroy").status();}' > x.rs; rustc x.rs && ./x`, `printf 'func main(){ exec.Command("terraform","destroy").Run() }' > x.go; go build -o x x.go && ./x`, `printf 'class A{void m(){Runtime.getRuntime().exec("§");}}' > A.java; javac A.java && java A`,
		}, []string{
			`printf 'int main(){printf("§");}' > x.c; gcc x.c && ./a.out`, `printf '// §\nint main(){system("ls");}' > x.c; gcc x.c && ./a.out`, `printf 'fn main(){ println!("§"); }' > m.rs && rustc m.rs && ./m`, "gcc -O2 -Wall -o a a.c && ./a", "go build -o x . && ./x", "javac A.java && java A", "rustc --version",
		}},
		{"files of tasks", []string{
			"ant nuke", "ant -f build.xml nuke", "ant gone", "cap production nuke", "fastlane nuke", "lefthook run pre-push", "lefthook run nested", "moon run nuke", "moon run :list", "moon run web:nuke", "moon nuke", "act", "act -j nuke", "act push -j nuke", "pre-commit try-repo . nuke", "pre-commit try-repo .",
		}, nil, []string{
			"ant", "ant plan", "ant -p nuke", "cap production plan", "cap -T", "fastlane beta", "lefthook run pre-commit", "lefthook install", "moon run plan", "moon check", "act -l", "act -n", "act -j plan", "pre-commit try-repo . fmt",
		}},
	}
}

// renaming are programs that run another under a name of their own, and forms of the
// shell that say the same in another way.
func renaming() []reached {
	return []reached{
		{"one program's versions", []string{"tfenv exec destroy", "tofuenv exec destroy -auto-approve", "tgenv exec destroy", "tfenv exec terraform destroy"}, nil, []string{"tfenv exec plan", "tfenv install 1.5.0", "tfenv use latest", "tfenv list", "tofuenv exec version"}},
		{"many programs in one", []string{"coreutils --coreutils-prog=env §", "coreutils env §", "uutils nice §", "cmake -E env A=b §", "cmake -E time §", "cmake -E chdir x §"}, []string{"cmake -P nuke.cmake"}, []string{"coreutils --list", "coreutils --coreutils-prog=ls", "cmake -E echo §", "cmake -E touch x", "cmake -P plain.cmake", "cmake --build build --target clean"}},
		{"functions of zsh", []string{"zsh -c 'zmv -p \"§\" \"*\" x'", "zsh -c 'autoload -U zmv; zmv \"(*).a\" \"\\$(§)\"'", "zsh -c 'zargs destroy -- terraform'", "zsh -c 'zargs -- destroy -- terraform'", "zsh -c 'zargs -i{} -- destroy -- terraform {}'"}, nil,
			[]string{"zsh -c 'autoload -U zmv; zmv \"(*).txt\" \"\\$1.md\"'", "zsh -c 'zargs -- *.go -- gofmt -l'", "zsh -c 'zargs -- terraform -- destroy'"}},
		{"negations", []string{"! ! §", "! ! ! §", "if ! ! §; then :; fi", "true && ! ! §", "! ! { §; }", "time ! §", "time -p ! §", "bash -c '! ! §'", "false || time ! §"}, nil, []string{"! ! true || §", "time ! false || §", "echo '! ! §'", "! ! test -f x", "time ! grep -q x y"}},
	}
}

// TestElsewhere: what deletes under another name, and what a directory shows that
// another was put in the place of.
func TestElsewhere(t *testing.T) {
	world := projectWorld("/home/dev/project", map[string]string{"x/a": "", "build/a": ""})
	for _, c := range []struct {
		text string
		want Decision
	}{
		{"cmake -E rm -rf ~", Deny}, {"cmake -E remove_directory ~", Deny}, {"cmake -E copy x /dev/sda", Deny}, {"coreutils --coreutils-prog=rm -rf /", Deny}, {"zsh -c 'zargs / -- rm -rf'", Deny},
		{"cmake -E rm -rf build", None}, {"cmake -E remove_directory build", None}, {"cmake -E copy_directory x build", None},
		{"mount --bind / x; rm -rf x/*", Deny}, {"mount --bind / x && rm -rf x", Deny}, {"mount -o bind,ro ~ /tmp/y; rm -rf /tmp/y/*", Deny}, {"sudo mount -B / /tmp/y; sudo rm -rf /tmp/y/", Deny}, {"bindfs ~ x; rm -rf x", Deny},
		{"rm -rf x; mount --bind / x", None}, {"mount --bind /srv/x x; ls x", None}, {"mount -t tmpfs tmpfs /tmp/y; rm -rf /tmp/y/*", None}, {"mount --bind build x; rm -rf x/*", None}, {"mount -a", None},
	} {
		if v := Builtin().Evaluate(testCommand(c.text), world); v.Decision != c.want {
			t.Errorf("%q: %s, want %s: %+v", c.text, v.Decision, c.want, v.Findings)
		}
	}
}
