package audit

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/safeguard"
)

// TestValues: what is spelled out somewhere is known, what is computed is said
// to be unknown, and neither is taken for the other.
func TestValues(t *testing.T) {
	lb := func(value string) string {
		return "resource \"aws_lb\" \"a\" {\n  enable_deletion_protection = " + value + "\n}\n"
	}
	const module = "variable \"on\" {\n  default = false\n}\nresource \"aws_lb\" \"a\" {\n  enable_deletion_protection = var.on\n}\n"
	const missing, unknown = "enable_deletion_protection is false", "enable_deletion_protection of"
	tests := []struct {
		name  string
		files map[string]string
		want  string // a part of the findings; "" for none
		not   string // a part of what is not known
	}{
		{"literal", map[string]string{"a.tf": lb("true")}, "", ""},
		{"literal, off", map[string]string{"a.tf": lb("false")}, missing, ""},
		{"negated", map[string]string{"a.tf": lb("!false")}, "", ""},
		{"default", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {\n  default = true\n}"}, "", ""},
		{"default, off", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {\n  default = false\n}"}, missing, ""},
		{"no default", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {}"}, "", "a.tf: enable_deletion_protection of aws_lb.a is not known here (from var.on)"},
		{"given", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {\n  default = false\n}", "terraform.tfvars": "on = true"}, "", ""},
		{"given later", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {}", "terraform.tfvars": "on = true", "z.auto.tfvars": "on = false"}, "z.auto.tfvars:1:1 aws_lb.a: " + missing, ""},
		{"given by another file", map[string]string{"a.tf": lb("var.on") + "variable \"on\" {\n  default = false\n}", "prod.tfvars": "on = true"}, "", "var.on, which prod.tfvars may give"},
		{"local", map[string]string{"a.tf": lb("local.on") + "locals {\n  on = true\n}"}, "", ""},
		{"local of a variable", map[string]string{"a.tf": lb("local.on") + "locals {\n  on = var.on\n}\nvariable \"on\" {\n  default = false\n}"}, missing, ""},
		{"template", map[string]string{"a.tf": lb(`"${var.on}"`) + "variable \"on\" {\n  default = true\n}"}, "", ""},
		{"computed", map[string]string{"a.tf": lb(`var.env == "prod"`) + "variable \"env\" {\n  default = \"dev\"\n}"}, "", unknown},
		{"a function", map[string]string{"a.tf": lb(`tobool("true")`)}, "", "a function"},
		{"another resource", map[string]string{"a.tf": lb("data.x.y.z")}, "", "data.x.y.z"},
		{"none made", map[string]string{"a.tf": "resource \"aws_lb\" \"a\" {\n  count = 0\n}"}, "", ""},
		{"override", map[string]string{"a.tf": lb("true"), "override.tf": lb("false")}, "override.tf:2:3 aws_lb.a: " + missing, ""},
		{"override, on", map[string]string{"a_override.tf": lb("true"), "b.tf": lb("false")}, "", ""},
		{"JSON", map[string]string{"a.tf.json": `{"resource":{"aws_lb":{"a":{"enable_deletion_protection":true}}}}`}, "", ""},
		{"JSON, off", map[string]string{"a.tf.json": `{"resource":{"aws_lb":{"a":{"enable_deletion_protection":false}}}}`}, missing, ""},
		{"JSON, variable", map[string]string{"a.tf.json": `{"variable":{"on":{"default":false}},"resource":{"aws_lb":{"a":{"enable_deletion_protection":"${var.on}"}}}}`}, missing, ""},
		{"OpenTofu", map[string]string{"a.tofu": lb("false")}, missing, ""},
		{"module, default", map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n}", "m/m.tf": module}, "m/m.tf:5:3 module.m.aws_lb.a: " + missing, ""},
		{"module, given", map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  on = true\n}", "m/m.tf": module}, "", ""},
		{"module, given by a variable", map[string]string{"a.tf": "variable \"p\" {\n  default = true\n}\nmodule \"m\" {\n  source = \"./m\"\n  on = var.p\n}", "m/m.tf": module}, "", ""},
		{"module, given as off", map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  on     = false\n}", "m/m.tf": module}, "a.tf:3:3 module.m.aws_lb.a: " + missing, ""},
		{"module, given once", map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  on = true\n}\nmodule \"n\" {\n  source = \"./m\"\n}", "m/m.tf": module}, "module.n.aws_lb.a: " + missing, ""},
		{"module, not used", map[string]string{"modules/m/m.tf": module}, "modules/m/m.tf:5:3 aws_lb.a: " + missing, ""},
		{"module, not made", map[string]string{"a.tf": "module \"m\" {\n  source = \"./m\"\n  count = 0\n}", "m/m.tf": module}, "", ""},
		{"module of a registry", map[string]string{"a.tf": "module \"m\" {\n  source = \"terraform-aws-modules/rds/aws\"\n  deletion_protection = false\n  delete_automated_backups = false\n  backup_retention_period = 7\n}"}, "a.tf:3:3 module.m: deletion_protection is false", ""},
		{"module of a registry, unknown", map[string]string{"a.tf": "module \"m\" {\n  source = \"someone/db/aws\"\n}"}, "", `what module.m holds: its source "someone/db/aws" is not in the project`},
		{"nested", map[string]string{"a.tf": "resource \"aws_dynamodb_table\" \"t\" {\n  deletion_protection_enabled = true\n  point_in_time_recovery {\n    enabled = false\n  }\n  lifecycle {\n    prevent_destroy = true\n  }\n}"}, "a.tf:4:5 aws_dynamodb_table.t: point_in_time_recovery.enabled is false", ""},
		{"dynamic", map[string]string{"a.tf": "resource \"aws_dynamodb_table\" \"t\" {\n  deletion_protection_enabled = true\n  dynamic \"point_in_time_recovery\" {\n    for_each = var.x\n    content {\n      enabled = true\n    }\n  }\n  lifecycle {\n    prevent_destroy = true\n  }\n}"}, "", "point_in_time_recovery.enabled of aws_dynamodb_table.t is not known here (from a dynamic block)"},
		{"JSON, nested", map[string]string{"a.tf.json": `{"resource":{"aws_dynamodb_table":{"t":{"deletion_protection_enabled":true,"point_in_time_recovery":[{"enabled":true}],"lifecycle":{"prevent_destroy":true}}}}}`}, "", ""},
		{"in parentheses", map[string]string{"a.tf": lb("(var.on)") + "variable \"on\" {\n  default = false\n}"}, missing, ""},
		{"JSON, computed", map[string]string{"a.tf.json": `{"resource":{"aws_lb":{"a":{"enable_deletion_protection":"${var.on ? true : false}"}}}}`}, "", "from var.on"},
		{"JSON, a name in a text", map[string]string{"a.tf.json": `{"resource":{"aws_lb":{"a":{"enable_deletion_protection":"x${var.on}"}}}}`}, "", "from var.on"},
		{"nested, computed", map[string]string{"a.tf": "module \"m\" {\n  source = \"terraform-google-modules/sql-db/google//modules/mysql\"\n  deletion_protection_enabled = true\n  backup_configuration = var.b\n}"}, "", "backup_configuration.enabled of module.m is not known here (from var.b)"},
		{"a list", map[string]string{"a.tf": lb("[]")}, "enable_deletion_protection is \"\"", ""},
		{"JSON, nested, off", map[string]string{"a.tf.json": `{"resource":{"aws_dynamodb_table":{"t":{"deletion_protection_enabled":true,"point_in_time_recovery":{"enabled":false},"lifecycle":{"prevent_destroy":true}}}}}`}, "point_in_time_recovery.enabled is false", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Check(project(tt.files))
			got := holding(r, "SG-PROT-1") + holding(r, "SG-PROT-2") + holding(r, "SG-BACKUP-1") + holding(r, "SG-READ")
			if tt.want == "" {
				assert.Empty(t, got)
			}
			assert.Contains(t, got, tt.want)
			assert.Contains(t, unseenText(r), tt.not)
			if tt.not == "" {
				assert.NotContains(t, unseenText(r), "not known here")
			}
		})
	}
}

func TestRestores(t *testing.T) {
	const on = "on:\n  schedule:\n    - cron: '0 4 * * 1'\njobs:\n  a:\n    steps:\n"
	for text, want := range map[string]string{
		on + "      - run: ./restore-latest.sh\n":                               "speaks of restoring, by schedule",
		on + "      - run: go test\n":                                           "whether a backup was ever restored",
		on + "      - uses: actions/cache/restore@v4\n":                         "whether a backup was ever restored",
		"on: push\njobs:\n  a:\n    steps:\n      - run: ./restore-latest.sh\n": "whether a backup was ever restored",
	} {
		r := Check(project(map[string]string{".github/workflows/w.yml": text}))
		assert.Contains(t, unseenText(r), want, text)
	}
}

func TestGuard(t *testing.T) {
	p := project(map[string]string{".claude/settings.json": `{"permissions":{"allow":["Bash(terraform:*)"]}}`})
	r := Check(p)
	assert.Contains(t, unseenText(r), "whether tagout stands between")
	p.Guard = safeguard.Guard{Seen: true, Faults: []safeguard.Fault{{Msg: "registered: nowhere", Mend: "run it"}}}
	r = Check(p)
	assert.Contains(t, holding(r, "SG-AGENT-1"), ":0:0 tagout: registered: nowhere")
	assert.Equal(t, safeguard.High, r.Findings[1].Severity)
	p.Guard.Faults = nil
	r = Check(p)
	assert.Equal(t, 1, len(r.Findings))
	assert.Equal(t, safeguard.Low, r.Findings[0].Severity)
	assert.True(t, strings.HasSuffix(r.Findings[0].Msg, ", but for tagout's hook"))
}
