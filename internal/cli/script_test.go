package cli

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"tagout/internal/audit"
	"tagout/internal/survey"
	"tagout/policy"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

// TestMain lets the test program be tagout: testscript puts it on the PATH
// under that name, and install copies it from there, so that what is
// registered is a program that works.
func TestMain(m *testing.M) {
	if code, stood := StandIn(os.Args, os.Stdin, os.Stdout, os.Stderr); stood {
		os.Exit(code)
	}
	testscript.Main(m, map[string]func(){
		"tagout":         func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, audit.Check, survey.Scan)) },
		"tagout-hook":    func() { os.Exit(Hook(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
		"hook-elsewhere": hookElsewhere,
	})
}

// hookElsewhere is a hook whose managed policy and held approvals lie where the
// environment says: the paths themselves are no setting.
func hookElsewhere() {
	c := command{in: os.Stdin, out: os.Stdout, err: os.Stderr, world: policy.RealWorld(), seams: seams{etc: os.Getenv("TEST_ETC"), held: os.Getenv("TEST_HELD")}}
	os.Exit(c.hook([]string{"--harness=claude"}))
}

// TestScripts runs the command line as scripts. testscript is the runner of
// the Go project itself, kept up and small, and used by tests alone: a runner
// of our own would be the same again with fewer commands.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			home := env.WorkDir + "/home"
			for _, kv := range [][2]string{
				{"HOME", home}, {"CLAUDE_CONFIG_DIR", ""}, {"XDG_DATA_HOME", ""}, {"XDG_CONFIG_HOME", ""}, {"XDG_STATE_HOME", ""}, {"NO_COLOR", "1"},
			} {
				env.Setenv(kv[0], kv[1])
			}
			incident, err := filepath.Abs("testdata/incident")
			if err != nil {
				return err
			}
			env.Setenv("INCIDENT", incident)
			return os.MkdirAll(home, 0o755)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

// exits runs tagout and compares its exit code: exits CODE ARGS...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: exits CODE ARGS...")
	}
	code := "0"
	if err := ts.Exec("tagout", args[1:]...); err != nil {
		code = err.Error()
	}
	if code != "0" && code != "exit status "+args[0] || code == "0" && args[0] != "0" {
		ts.Fatalf("tagout ended with %s, want %s", code, args[0])
	}
}
