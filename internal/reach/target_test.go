package reach

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/builtin"
	"tagout/internal/shell"
)

// TestTarget: the last call of each command is what the project's file says.
func TestTarget(t *testing.T) {
	files := map[string]string{
		"/w/Makefile":          "X = destroy\nexport Y = destroy\nnuke:\n\t@cd infra && terraform $(X)\nenv:\n\tterraform $$Y\nsub:\n\t$(MAKE) -C infra\npy:\n\tpython3 -c 'import os'\nout:\n\tterraform $(shell echo destroy)\nvar:\n\tterraform $(WHAT)\n",
		"/w/infra/GNUmakefile": "all: ; terraform destroy\n",
		"/w/package.json":      `{"scripts": {"nuke": "terraform", "pretest": "true", "test": "npm run nuke -- destroy"}}`,
		"/w/justfile":          "nuke x='destroy':\n  terraform {{x}}\n",
		"/w/Taskfile.yml":      "tasks:\n  nuke:\n    dir: infra\n    cmds: [terraform destroy]\n",
		"/w/compose.yml":       "services:\n  db:\n    command: rm -rf /data\n",
	}
	for _, c := range []struct{ text, last string }{
		{"make nuke", "terraform destroy"},
		{"make", "terraform destroy"},
		{"make env", "terraform destroy"},
		{"make env Y=plan", "terraform plan"},
		{"make sub", "terraform destroy"},
		{"make out", "terraform destroy"},
		{"make var", "terraform $(WHAT)"},
		{"WHAT=destroy make var", "terraform destroy"},
		{"make -C infra", "terraform destroy"},
		{"make -C none", "make -C none"},
		{"make none", "make none"},
		{"make -n nuke", "make -n nuke"},
		{"make $T", "terraform $(WHAT) ?"},
		{"ssh box make nuke", "make nuke @ssh:box"},
		{"npm test", "terraform destroy"},
		{"npm run nuke destroy", "terraform destroy"},
		{"cd infra && npm run nuke", "terraform"},
		{"just nuke", "terraform destroy"},
		{"just nuke plan", "terraform plan"},
		{"task nuke", "terraform destroy"},
		{"docker compose run db", "rm -rf /data @container:db"},
		{"echo 'x: ; terraform destroy' > new.mk; make -f new.mk", "terraform destroy"},
	} {
		got := spell(calls(t, c.text, files))
		if assert.NotEmpty(t, got, c.text) {
			assert.Equal(t, c.last, got[len(got)-1], c.text)
		}
	}
	found := calls(t, "make py", files)
	assert.Equal(t, "python", found[len(found)-1].Call.Code[0].Lang)
}

// TestTargetSource: what is found says in which file, and where it runs.
func TestTargetSource(t *testing.T) {
	files := map[string]string{"/w/x/Makefile": "nuke: ; terraform destroy\n"}
	found := calls(t, "make -C x nuke", files)
	last := found[len(found)-1].Call
	assert.Equal(t, "x/Makefile:nuke", last.Source.Name)
	assert.True(t, last.Source.File)
	assert.Equal(t, "/w/x", last.Dir.Spelling())
	assert.Equal(t, []string{"make nuke"}, last.Via)
}

// TestTargetBounds: files that lead to themselves end, and one that runs too
// much is a problem.
func TestTargetBounds(t *testing.T) {
	var b strings.Builder
	b.WriteString("a:\n\t$(MAKE) a\n")
	found, problems := Calls("make a", shell.Config{Dir: "/w", World: disk(map[string]string{"/w/Makefile": b.String()})}, builtin.Catalog{})
	assert.NotEmpty(t, found)
	assert.Equal(t, "too-complex", problems[0].Kind)
	for i := range 1100 {
		b.WriteString("\techo " + strings.Repeat("x", i) + "\n")
	}
	_, problems = Calls("make a", shell.Config{Dir: "/w", World: disk(map[string]string{"/w/Makefile": strings.Replace(b.String(), "$(MAKE) a", "true", 1)})}, builtin.Catalog{})
	if assert.Len(t, problems, 1) {
		assert.Contains(t, problems[0].Msg, "make runs more programs")
	}
}
