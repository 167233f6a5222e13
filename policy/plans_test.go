package policy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
	"tagout/internal/plan/plantest"
)

// planDir holds plans of each kind.
func planDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	values := func(v ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i < len(v); i += 2 {
			m[v[i].(string)] = v[i+1]
		}
		return m
	}
	update := func(kind string, before, after map[string]any) []byte {
		return plantest.File(plantest.Row{Address: kind + ".x", Action: plan.Update, Before: before, After: after})
	}
	one := func(address string, action plan.Action) []byte {
		return plantest.File(
			plantest.Row{Address: "aws_instance.new", Action: plan.Create, After: values("id", "i-1")},
			plantest.Row{Address: address, Action: action, Before: values("identifier", "course-prod"), After: values("identifier", "course-prod")})
	}
	for name, data := range map[string][]byte{
		"create":    plantest.File(plantest.Row{Address: "aws_db_instance.a", Action: plan.Create, After: values("id", "a")}),
		"noop":      one("aws_db_instance.a", plan.NoOp),
		"read":      one("data.aws_db_instance.a", plan.ReadSource),
		"resize":    update("aws_db_instance", values("size", "s", "deletion_protection", true), values("size", "m", "deletion_protection", true)),
		"arm":       update("aws_db_instance", values("deletion_protection", false), values("deletion_protection", true)),
		"delete":    one("aws_instance.a", plan.Delete),
		"replace":   one("module.a[0].aws_instance.b[\"x.y\"]", plan.CreateDelete),
		"forget":    one("aws_db_instance.a", plan.Forget),
		"disarm":    update("aws_db_instance", values("deletion_protection", true), values("deletion_protection", false)),
		"force":     update("aws_s3_bucket", values("force_destroy", false), values("force_destroy", true)),
		"nullify":   update("google_sql_database_instance", values("deletion_protection", true), values("deletion_protection", nil)),
		"retention": update("aws_db_instance", values("backup_retention_period", 7), values("backup_retention_period", 0)),
		"pool":      update("aws_cognito_user_pool", values("deletion_protection", "ACTIVE"), values("deletion_protection", "INACTIVE")),
		"actions":   plantest.Plan{Actions: 1}.File(),
		"deferred":  plantest.Plan{Deferred: 2}.File(),
		"data":      one("aws_db_instance.production", plan.Delete),
		"redata":    one("aws_s3_bucket.uploads", plan.DeleteCreate),
		"destroy":   plantest.Plan{Mode: plan.Destroy, Rows: []plantest.Row{{Address: "aws_instance.a", Action: plan.Delete, Before: values("id", "a")}}}.File(),
		"format4":   plantest.Plan{Format: 4}.File(),
		"bookmark":  []byte(`{"remote_plan_format":1,"run_id":"run-1","hostname":"app.terraform.io"}`),
		"encrypted": []byte(`{"meta":{},"encrypted_data":"x","encryption_version":"v0"}`),
		"empty":     nil,
		"cut":       one("aws_instance.a", plan.Create)[:100],
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o644))
	}
	require.NoError(t, os.Truncate(filepath.Join(dir, "cut"), 90))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "large"), nil, 0o644))
	require.NoError(t, os.Truncate(filepath.Join(dir, "large"), 1<<30))
	require.NoError(t, os.Symlink("data", filepath.Join(dir, "link")))
	require.NoError(t, os.Mkdir(filepath.Join(dir, "directory"), 0o755))
	return dir
}

// judgeIn judges a command in a directory, by the real files.
func judgeIn(dir, text string) Verdict {
	w := RealWorld()
	env := testWorld().Getenv
	w.Getenv = env
	return Builtin().Evaluate(Command{Text: text, Dir: dir, Workspace: dir}, w)
}

// TestPlanGate: what a plan says decides about applying it, and what cannot be
// told of it asks.
func TestPlanGate(t *testing.T) {
	dir := planDir(t)
	for want, names := range map[Decision]string{
		None: "create noop read resize arm",
		Ask:  "delete replace forget disarm force nullify retention pool actions deferred format4 bookmark encrypted empty cut large directory missing",
		Deny: "data redata destroy link",
	} {
		for _, name := range strings.Fields(names) {
			for _, text := range []string{
				"terraform apply " + name,
				"tofu apply -auto-approve ./" + name,
				"cd / && terraform -chdir=" + dir + " apply -input=false " + name,
				"TF_CLI_ARGS_apply=" + name + " terraform apply",
				"P=" + name + "; sudo timeout 60 terraform apply $P 2>&1 | tee apply.log",
			} {
				v := judgeIn(dir, text)
				assert.Equal(t, want, v.Decision, "%s: %+v", text, v.Findings)
			}
		}
	}
}

// TestPlanRewritten: a plan that the same program may write is not the one that
// was read.
func TestPlanRewritten(t *testing.T) {
	dir := planDir(t)
	for want, texts := range map[Decision][]string{
		Ask: {
			"terraform plan -out=create && terraform apply create", "terraform plan -out=data && terraform apply data", "cp data create; terraform apply create", "make; terraform apply create",
			"cat data > create; terraform apply create", "(sleep 1; terraform apply create) & cp data create; wait", "python3 gen.py && terraform apply create",
			"terraform init -from-module=x && terraform apply create", "unheard-of && terraform apply create", "terraform apply create & dd if=data of=./create",
			"bash unseen.sh; terraform apply create", "terraform apply $PLAN_FILE", "terraform apply < create /dev/stdin",
		},
		Deny: {
			"make; terraform apply data", "terraform init -from-module=x && terraform apply data", "terraform apply data && rm data", "terraform apply data; terraform plan -out=data", "terraform apply create; terraform apply data",
		},
		None: {
			"terraform show create && terraform apply create", "echo applying; terraform apply create", "cd . && terraform validate && terraform apply create", "terraform init -input=false && terraform fmt && terraform apply create",
			"terraform apply create && terraform output", "terraform plan -out=other && terraform apply create", "date > log; terraform apply create",
		},
	} {
		for _, text := range texts {
			v := judgeIn(dir, text)
			assert.Equal(t, want, v.Decision, "%s: %+v", text, v.Findings)
		}
	}
}

// TestPlanDetails: whoever is asked is told what would be lost, the worst first,
// and of which bytes that was read.
func TestPlanDetails(t *testing.T) {
	dir := planDir(t)
	v := judgeIn(dir, "terraform apply data")
	require.NotEmpty(t, v.Findings)
	details := v.Findings[0].Details
	require.Len(t, details, 2)
	assert.Regexp(t, `^plan sha256:[0-9a-f]{64}$`, details[0])
	assert.Equal(t, "deletes aws_db_instance.production (course-prod), which holds data", details[1])

	disarm := judgeIn(dir, "terraform apply disarm").Findings[0].Details
	assert.Equal(t, "sets deletion_protection of aws_db_instance.x from true to false", disarm[1])

	var rows []plantest.Row
	for range 30 {
		rows = append(rows, plantest.Row{Address: "aws_instance.a", Action: plan.Delete, Before: map[string]any{"id": "i"}})
	}
	rows = append(rows, plantest.Row{Address: "aws_s3_bucket.b", Action: plan.Delete, Before: map[string]any{"bucket": "uploads"}})
	require.NoError(t, os.WriteFile(filepath.Join(dir, "many"), plantest.File(rows...), 0o644))
	many := judgeIn(dir, "terraform apply many").Findings[0].Details
	require.Len(t, many, 12)
	assert.Equal(t, "deletes aws_s3_bucket.b (uploads), which holds data", many[1])
	assert.Equal(t, "and 21 more", many[11])
}
