package plan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
)

// step is one plan that the real terraform makes.
type step struct {
	name   string
	config string // main.tf; as before if empty
	args   string // of terraform plan, blank-separated
	before string // a terraform command that runs first
	fails  bool   // planning fails, and leaves a plan
	keep   bool   // the plan is not applied
	broken bool   // applying it fails halfway
	want   string // what the plan must show: a line of rows, or a part of one
	check  func(*testing.T, *plan.Plan)
}

// terraform runs a terraform in a directory.
type terraform struct{ dir string }

func (tf terraform) run(args ...string) ([]byte, error) {
	cmd := exec.Command("terraform", args...)
	cmd.Dir = tf.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + tf.dir, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1"}
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		err = errors.New(err.Error() + ": " + string(out) + errs.String())
	}
	return out, err
}

// must runs a terraform that has to succeed.
func (tf terraform) must(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := tf.run(args...)
	require.NoError(t, err)
	return out
}

// write writes a file of the configuration.
func (tf terraform) write(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(tf.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
}

// take makes the plan of a step, compares it, and applies it.
func (tf terraform) take(t *testing.T, s step) {
	t.Helper()
	if s.config != "" {
		tf.write(t, "main.tf", s.config)
	}
	if s.before != "" {
		tf.must(t, strings.Fields(s.before)...)
	}
	args := append([]string{"plan", "-input=false", "-out=tfplan"}, strings.Fields(s.args)...)
	if out, err := tf.run(args...); (err != nil) != s.fails {
		t.Fatalf("plan: %v\n%s", err, out)
	}
	file, err := os.ReadFile(filepath.Join(tf.dir, "tfplan"))
	require.NoError(t, err)
	text := tf.must(t, "show", "-json", "tfplan")
	p := same(t, file, text)
	require.Contains(t, strings.Join(rows(p), "\n"), s.want)
	if s.check != nil {
		s.check(t, p)
	}
	keepFixture(t, s.name, file, text)
	if s.keep {
		return
	}
	if _, err := tf.run("apply", "-input=false", "tfplan"); (err != nil) != s.broken {
		t.Fatal("apply: ", err)
	}
}

// keepFixture writes the plan where TAGOUT_KEEP says, for testdata.
func keepFixture(t *testing.T, name string, file, text []byte) {
	t.Helper()
	dir := os.Getenv("TAGOUT_KEEP")
	if dir == "" {
		return
	}
	name = filepath.Join(dir, strings.ReplaceAll(name, " ", "-"))
	require.NoError(t, os.WriteFile(name+".tfplan", file, 0o644))
	var small bytes.Buffer
	require.NoError(t, json.Compact(&small, text))
	require.NoError(t, os.WriteFile(name+".show.json", small.Bytes(), 0o644))
}

// TestTerraform compares plans that the real terraform makes, each with its own
// opinion of them.
func TestTerraform(t *testing.T) {
	if testing.Short() {
		t.Skip("runs terraform some 150 times, for 10 s")
	}
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("no terraform here:", err)
	}
	for _, story := range stories() {
		t.Run(story.name, func(t *testing.T) {
			t.Parallel()
			tf := terraform{dir: t.TempDir()}
			for name, text := range story.files {
				tf.write(t, name, text)
			}
			tf.must(t, "init", "-input=false")
			for _, s := range story.steps {
				if !t.Run(s.name, func(t *testing.T) { tf.take(t, s) }) {
					t.FailNow()
				}
			}
		})
	}
}
