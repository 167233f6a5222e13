package policy

import (
	"os/exec"
	"strings"
	"testing"
)

// rooms lists the packages in the order of the way through the house: each may
// import only those before it.
func rooms() []string {
	return []string{
		"internal/tri", "internal/word", "internal/world", "internal/catalog", "internal/rule", "internal/diag", "internal/tree",
		"internal/glob", "internal/output", "internal/class", "internal/facts", "internal/shell", "internal/mcp", "internal/tool",
		"internal/record/secret", "internal/source", "internal/code", "internal/plan", "internal/plan/plantest", "internal/lang", "internal/gen", "internal/builtin", "internal/reach", "internal/oracle", "internal/match",
		"internal/record", "internal/record/transcript", "internal/harness", "internal/settings", "internal/approve", "policy", "policy/default", "internal/hook", "internal/safeguard", "internal/audit", "internal/scan", "internal/survey", "internal/cli", "cmd/tagout-hook", "cmd/tagout",
	}
}

// TestImportsPointOneWay keeps the house walkable.
func TestImportsPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", "{{.ImportPath}} {{join .Imports \" \"}}", "tagout/...").Output()
	if err != nil {
		t.Skip("the go command cannot list the packages here:", err)
	}
	place := map[string]int{}
	for i, r := range rooms() {
		place["tagout/"+r] = i + 1
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		names := strings.Fields(line)
		if place[names[0]] == 0 {
			t.Errorf("package %s has no place in the house", names[0])
		}
		for _, dep := range names[1:] {
			if strings.HasPrefix(dep, "tagout/") && place[dep] >= place[names[0]] {
				t.Errorf("%s imports %s, against the way through the house", names[0], dep)
			}
			if strings.HasPrefix(dep, "mvdan.cc/sh") && names[0] != "tagout/internal/shell" {
				t.Errorf("%s imports %s: only internal/shell knows the parser", names[0], dep)
			}
		}
	}
}
