package audit

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"

	"tagout/internal/safeguard"
)

func TestHeeded(t *testing.T) {
	now := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	record := func(lines string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(lines)} }
	line := func(decision, dir, when string) string {
		return `{"time":"` + when + `","decision":"` + decision + `","rules":["terraform-destroy"],"dir":"` + dir + `"}` + "\n"
	}
	for name, tt := range map[string]struct {
		record string
		want   string
	}{
		"approved here":      {line("approved", "/project/infra", "2026-11-20T00:00:00Z") + line("approved", "/project", "2026-11-21T00:00:00Z"), "2 refusals were overridden here in the last 30 days: terraform-destroy"},
		"approved elsewhere": {line("approved", "/projects", "2026-11-20T00:00:00Z"), ""},
		"long ago":           {line("approved", "/project", "2026-10-01T00:00:00Z"), ""},
		"refused":            {line("deny", "/project", "2026-11-20T00:00:00Z"), ""},
		"no line":            {"{\n\x00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := project(nil)
			p.World.Now = func() time.Time { return now }
			p.Home = fstest.MapFS{recordFile: record(tt.record)}
			var got string
			for _, f := range Check(p).Findings {
				if f.ID == "SG-HEED-1" {
					got = f.Msg
					assert.Equal(t, safeguard.Low, f.Severity)
				}
			}
			assert.Equal(t, tt.want, got)
		})
	}
}
