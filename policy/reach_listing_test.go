package policy

import (
	"fmt"
	"testing"
)

// listedFiles are scripts in directories: one of each in pool and parts carries
// something, none in tests does.
func listedFiles() map[string]string {
	const carried = "terraform destroy\n"
	files := map[string]string{
		"pool/a.sh": "echo a\n", "pool/nuke.sh": carried, "pool/deep/er.sh": "echo c\n", "pool/n.mk": "all:\n\t" + carried,
		"parts/10a": "#!/bin/sh\n" + carried, "parts/20b": "#!/bin/sh\necho b\n", "single/one.sh": carried,
		"tests/a.sh": "echo a\n", "tests/b.sh": "terraform plan\n", "tests/unit/c.sh": "go test ./...\n",
	}
	for i := range 200 {
		files[fmt.Sprintf("many/%03d.sh", i)] = "echo\n"
	}
	return files
}

// listing are files that are run by a pattern or out of a listing.
func listing() []reached {
	return []reached{
		{"a pattern", []string{"sh single/*.sh", ". single/*", "for f in single/*; do . $f; done", "make -f pool/*.mk"}, []string{
			"sh pool/*.sh", "bash pool/*", `for f in pool/*.sh; do sh "$f"; done`, `for f in pool/*; do . "$f"; done`, `source pool/*.sh`, "cd pool && sh *.sh", "cd pool; for f in *; do bash ./$f; done",
			`a=(pool/*.sh); sh "${a[0]}"`, `a=(pool/*.sh); for f in "${a[@]}"; do sh "$f"; done`, `set -- pool/*.sh; sh "$1"`, `for f in pool/*.sh; do "$f"; done`, `a=(pool/*.sh); "${a[1]}"`, "parallel sh {} :::: <(ls pool/*.sh)", "sh p*/nuke.sh", "for f in pool/**/*.sh; do bash $f; done", "for d in */; do sh $d/nuke.sh; done",
			"parallel bash ::: pool/*.sh", "echo terraform destroy > tests/z.sh; sh tests/*.sh",
		}, []string{
			`for f in tests/*.sh; do bash "$f"; done`, "sh tests/*.sh", "sh none/*.sh", "sh many/*.sh", `for f in many/*.sh; do bash "$f"; done`, `for f in pool/*.sh; do shellcheck "$f"; done`, "chmod +x pool/*.sh", "cat pool/*.sh", ". tests/*.sh", "make -f none/*.mk", `a=(tests/*.sh); sh "${a[0]}"`, `cd pool; for f in *.sh; do "$f"; done`, `a=(pool/*.sh); echo "${a[1]}"`, "sh pool/d*/*.sh",
		}},
		{"a listing", nil, []string{
			"sh $(ls pool/*.sh)", "for f in $(ls pool); do sh pool/$f; done", "ls pool/*.sh | xargs -n1 sh", "ls pool/*.sh | xargs -I{} sh {}", "ls -1 pool | xargs -I{} bash pool/{}", `ls pool/*.sh | while read f; do sh "$f"; done`, "mapfile -t a < <(ls pool/*.sh); sh ${a[1]}",
			"cd pool && ls | grep sh$ | sort | xargs -n1 sh", "find pool -name '*.sh' | xargs sh", `find . -name '*.sh' | while read -r f; do bash "$f"; done`, "find pool -type f -print0 | xargs -0 -n1 bash", `find pool -name '*.sh' -exec sh {} \;`, `find pool -name '*.sh' -exec sh -c 'sh "$1"' _ {} \;`, "find pool -type f -exec bash {} +",
			"fd -e sh . pool -x bash {}", "fd -e sh -x bash", "fd . pool | xargs sh", "git ls-files 'pool/*.sh' | xargs -n1 bash", "git ls-files pool | xargs -n1 bash", "rg -l destroy pool | xargs sh", "rg --files pool | xargs -n1 sh", "grep -l destroy pool/*.sh | xargs sh", "grep -rl destroy pool | xargs sh",
			`bash "$(find pool -name 'nuke*')"`, `sh "$(ls pool/*.sh | head -1)"`, "ls pool/*.sh | parallel bash {}", "echo pool/*.sh | xargs sh", "printf '%s\\n' pool/*.sh | xargs -n1 sh", "run-parts parts", "run-parts --regex=. parts",
		}, []string{
			"ls tests/*.sh | xargs -n1 sh", "find tests -name '*.sh' | xargs -n1 bash", `find tests -name '*.sh' -exec sh {} \;`, "fd -e sh . tests -x bash {}", "ls tests | xargs -I{} bash tests/{}", "git ls-files tests | xargs -n1 bash", "find many -name '*.sh' | xargs -n1 sh", "run-parts tests", "run-parts --list parts", "run-parts --test parts",
			`find . -name '*.sh' -exec bash -n {} \;`, "find . -name '*.sh' | xargs shellcheck", "git ls-files '*.sh' | xargs shfmt -l", "ls pool/*.sh | xargs -n1 head -1", "find . -name '*.sh' | xargs chmod +x", "ls pool | wc -l", "find . -name nuke.sh", "find pool -name 'a.*' -exec sh {} \\;",
		}},
		{"the text of files by a pattern", nil, []string{"cat pool/* | sh", "cat pool/*.sh | bash", "sh <(cat pool/*.sh)", `eval "$(cat pool/*.sh)"`, `bash -c "$(cat pool/*.sh)"`, "cat pool/*.sh | grep -v '^#' | sh"},
			[]string{"cat tests/* | sh", "cat pool/* | wc -l", "cat many/*.sh | sh", `eval "$(cat tests/*.sh)"`}},
	}
}

// TestListingAsIs: names that are only looked at cost no directory of theirs.
func TestListingAsIs(t *testing.T) {
	world := projectWorld("/home/dev/project", listedFiles())
	world.ReadDir = nil
	for _, text := range []string{"find . -name '*.sh' | head", "ls -la pool", "fd -e sh", "rg -l x | wc -l"} {
		if v := Builtin().Evaluate(testCommand(text), world); v.Decision >= Ask {
			t.Errorf("%q: %s", text, v.Decision)
		}
	}
}
