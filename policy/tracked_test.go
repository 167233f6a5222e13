package policy

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTracked: what a script leaves open is a note where git knows the script
// as it is, and a question elsewhere.
func TestTracked(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("no git")
	}
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for name, text := range map[string]string{
		"clean.sh": "#!/bin/sh\nT=$(pick)\nrm -rf \"$T\"\n",
		"arg.sh":   "rm -rf \"${1%/}\"\n",
		"outer.sh": "bash arg.sh \"$(pick)\"\n",
		"sure.sh":  "terraform destroy\n",
		"lib.sh":   ". ./clean.sh\n",
		"x.py":     "import os\nos.system('rm -rf ' + pick())\n",
		"Makefile": "clean:\n\trm -rf \"$$(pick)\"\n",
		"eval.sh":  "eval \"rm -rf $(pick)\"\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o755))
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}} {
		cmd := exec.Command("git", args...)
		cmd.Dir, cmd.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GIT_CONFIG_NOSYSTEM=1"}
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "new.sh"), []byte("rm -rf \"$(pick)\"\n"), 0o755))
	judge := func(text string) Verdict {
		return Builtin().Evaluate(Command{Text: text, Dir: dir, Workspace: dir}, RealWorld())
	}
	for _, c := range []struct {
		text string
		want Decision
		note bool
	}{
		{`rm -rf "$(pick)"`, Ask, false},
		{`./clean.sh`, None, true},
		{`bash clean.sh`, None, true},
		{`sudo ./clean.sh`, None, true},
		{`. ./clean.sh`, None, true},
		{`bash lib.sh`, None, true},
		{`bash eval.sh`, None, true},
		{`make clean`, None, true},
		{`bash outer.sh`, None, true},
		{`bash new.sh`, Ask, false},
		{`bash arg.sh "$(pick)"`, Ask, false},
		{`bash sure.sh`, Deny, false},
		{`echo 'rm -rf "$(pick)"' > clean.sh; bash clean.sh`, Ask, false},
		{`cp new.sh clean.sh; bash clean.sh`, Ask, false},
		{`ssh box bash clean.sh`, None, false},
	} {
		v := judge(c.text)
		assert.Equal(t, c.want, v.Decision, "%s: %v", c.text, v.Findings)
		assert.Equal(t, c.note, len(v.Notes) > 0, "%s: %v", c.text, v.Notes)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "clean.sh"), []byte("#!/bin/sh\nT=$(puck)\nrm -rf \"$T\"\n"), 0o755))
	assert.Equal(t, Ask, judge(`./clean.sh`).Decision, "modified, of the same size")
}
