package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"tagout/internal/plan"
	"tagout/internal/plan/plantest"
)

// actions are all there are.
func actions() []plan.Action {
	return []plan.Action{
		plan.NoOp, plan.Create, plan.ReadSource, plan.Update, plan.Delete, plan.DeleteCreate,
		plan.CreateDelete, plan.Forget, plan.CreateForget, plan.ForgetCreate,
	}
}

// TestReadActions has one change of every action, and what is said of each.
func TestReadActions(t *testing.T) {
	var in []plantest.Row
	for _, a := range actions() {
		in = append(in, plantest.Row{
			Address: "aws_x." + strings.ReplaceAll(a.String(), ",", "_"), Action: a,
			Before: map[string]any{"id": "old"}, After: map[string]any{"id": "new"},
		})
	}
	p, err := plan.Read(plantest.File(in...))
	require.NoError(t, err)
	var got []string
	for i := range p.Changes {
		c := &p.Changes[i]
		set, complete := c.Sets()
		a := c.Action
		got = append(got, fmt.Sprint(a, " ", a.Deletes(), a.Creates(), a.Replaces(), a.Forgets(), " ", c.Before("id"), " ", set, complete))
	}
	require.Equal(t, []string{
		"no-op false false false false old [] true",
		"create false true false false  [{id  new}] true",
		"read false false false false old [{id old new}] true",
		"update false false false false old [{id old new}] true",
		"delete true false false false old [{id old }] true",
		"delete,create true true true false old [{id old new}] true",
		"create,delete true true true false old [{id old new}] true",
		"forget false false false true old [{id old }] true",
		"create,forget false true false true old [{id old new}] true",
		"forget,create false true false true old [{id old new}] true",
	}, got)
}

// TestReadPlan reads what is said of the plan as a whole.
func TestReadPlan(t *testing.T) {
	p, err := plan.Read(plantest.Plan{
		Mode: plan.Destroy, Errored: true, Deferred: 2, Actions: 3, Workspace: "prod", Backend: "s3", Version: "1.14.0",
		Rows: []plantest.Row{{
			Address: `module.a["x.y"].aws_db_instance.b[0]`, Deposed: "0a1b2c3d", Previous: "aws_db_instance.b",
			Action: plan.Delete, Reason: 6,
		}},
	}.File())
	require.NoError(t, err)
	require.Len(t, p.Changes, 1)
	require.Equal(t, `module.a["x.y"].aws_db_instance.b[0] | 0a1b2c3d | aws_db_instance.b | aws_db_instance | delete | delete_because_count_index`, rows(p)[0])
	p.Changes = nil
	require.Equal(t, &plan.Plan{
		Mode: plan.Destroy, Errored: true, Deferred: 2, Actions: 3, Workspace: "prod", Backend: "s3", Version: "1.14.0",
	}, p)
}

// TestHarmless: a data source that is gone is no deletion, and an ephemeral
// resource that OpenTofu opens is not forgotten.
func TestHarmless(t *testing.T) {
	p, err := plan.Read(plantest.File(
		plantest.Row{Address: "data.aws_db_instance.a", Action: plan.Delete},
		plantest.Row{Address: "module.data.aws_db_instance.a", Action: plan.Delete},
		plantest.Row{Address: "data.aws_db_instance.b", Action: plan.ReadSource},
		plantest.Row{Address: "aws_x.y", Previous: "aws_x.y"},
		plantest.Row{Address: "data.aws_db_instance.c", Action: plan.DeleteCreate},
		plantest.Row{Address: "ephemeral.aws_secret.a", Action: plan.CreateForget},
		plantest.Row{Address: "ephemeral.aws_secret.b", Action: plan.Delete},
		plantest.Row{Address: "module.ephemeral.aws_secret.c", Action: plan.CreateForget},
	))
	require.NoError(t, err)
	require.Equal(t, []string{
		"aws_x.y |  |  | aws_x | no-op | ",
		"data.aws_db_instance.b |  |  | aws_db_instance | read | ",
		"data.aws_db_instance.c |  |  | aws_db_instance | delete,create | ",
		"ephemeral.aws_secret.b |  |  | aws_secret | delete | ",
		"module.data.aws_db_instance.a |  |  | aws_db_instance | delete | ",
		"module.ephemeral.aws_secret.c |  |  | aws_secret | create,forget | ",
	}, rows(p))
}

// TestReasons spells every reason; what is not known has its number.
func TestReasons(t *testing.T) {
	var in []plantest.Row
	for reason := range 16 {
		in = append(in, plantest.Row{Address: fmt.Sprintf("a.b[%d]", reason), Reason: reason})
	}
	p, err := plan.Read(plantest.File(in...))
	require.NoError(t, err)
	require.Empty(t, p.Changes[0].Reason)
	seen := map[string]bool{}
	for _, c := range p.Changes[1:15] {
		require.Regexp(t, "^(replace|delete|read)_[a-z_]+$", c.Reason)
		require.False(t, seen[c.Reason], c.Reason)
		seen[c.Reason] = true
	}
	require.Equal(t, "reason 15", p.Changes[15].Reason)
}
