package diag

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func reported() Problems {
	return Problems{
		{File: "a b.toml", Line: 2, Col: 7, Len: 3, Rule: "r", Msg: "m 100%, x", Want: "w", Hint: "h", Source: "ü𝄞xyz", ID: "check", Level: Warning},
		{File: "/p:q,r.toml", Msg: "whole", ID: "other", Level: Note},
		{File: "c.toml", Line: 1, Col: 1, Msg: "bad"},
	}
}

func TestGitHub(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reported().GitHub(&b))
	assert.Equal(t, "::warning file=a b.toml,line=2,col=7,endColumn=10,title=tagout check::m 100%25, x, want w%0Ahint: h\n"+
		"::notice file=/p%3Aq%2Cr.toml,title=tagout other::whole\n"+
		"::error file=c.toml,line=1,col=1,endColumn=2::bad\n", b.String())
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reported().JSON(&b))
	var list []map[string]any
	require.NoError(t, json.Unmarshal(b.Bytes(), &list))
	require.Len(t, list, 3)
	assert.Equal(t, map[string]any{"id": "check", "level": "warning", "file": "a b.toml", "line": 2.0, "column": 7.0, "length": 3.0,
		"rule": "r", "message": "m 100%, x", "want": "w", "hint": "h"}, list[0])
	b.Reset()
	require.NoError(t, Problems(nil).JSON(&b))
	assert.Equal(t, "[]\n", b.String())
}

// The log has the parts that the format demands, and columns in the unit that it
// says they have.
func TestSARIF(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reported().Report("tagout lint", "v1", [][2]string{{"check", "c"}, {"other", "o"}}).SARIF(&b))
	var log struct {
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct {
					Name  string
					Rules []struct{ ID string }
				}
			}
			Results []struct {
				RuleID, Level string
				RuleIndex     int
				Locations     []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           *struct{ StartLine, StartColumn, EndColumn int }
					}
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &log))
	assert.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	run := log.Runs[0]
	assert.Equal(t, "utf16CodeUnits", run.ColumnKind)
	require.Len(t, run.Results, 3)
	first := run.Results[0]
	assert.Equal(t, run.Tool.Driver.Rules[first.RuleIndex].ID, first.RuleID)
	assert.Equal(t, "warning", first.Level)
	where := first.Locations[0].PhysicalLocation
	assert.Equal(t, "a%20b.toml", where.ArtifactLocation.URI)
	assert.Equal(t, 4, where.Region.StartColumn, "ü is one unit, 𝄞 two")
	assert.Equal(t, 7, where.Region.EndColumn)
	assert.Equal(t, "file:///p:q,r.toml", run.Results[1].Locations[0].PhysicalLocation.ArtifactLocation.URI)
	assert.Nil(t, run.Results[1].Locations[0].PhysicalLocation.Region)
	assert.Equal(t, -1, run.Results[2].RuleIndex)
}
