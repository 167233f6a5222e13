package audit

import (
	"bufio"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tagout/internal/safeguard"
)

const (
	// recordFile is where the record is kept in a home that sets no other place.
	recordFile = ".local/state/tagout/audit.jsonl"
	// lately is how far back overridden refusals count.
	lately = 30 * 24 * time.Hour
	// maxRecordLine bounds a line of the record, in bytes.
	maxRecordLine = 1 << 20
)

// heeded looks for refusals in the project that a person has overridden of late:
// one is no fault, and each was a chance to lose what the refusal told of.
func (c *checker) heeded() {
	if c.project.Home == nil {
		c.unseen(7, "whether a refusal was overridden of late: tagout log --decision approved tells it, on the machine on which it was")
		return
	}
	n, rules := c.overridden()
	if n == 0 {
		return
	}
	c.found(safeguard.Finding{ID: "SG-HEED-1", Severity: safeguard.Low, File: "~/" + recordFile, About: "refusals",
		Msg:  fmt.Sprintf("%d refusals were overridden here in the last 30 days: %s", n, strings.Join(rules, ", ")),
		Mend: "tagout log --decision approved shows them; what is wanted each time belongs into an exception with a reason"}, place{})
}

// overridden counts the approved commands of the project, and names their rules.
func (c *checker) overridden() (n int, rules []string) {
	f, err := c.project.Home.Open(recordFile)
	if err != nil {
		return 0, nil // nothing is recorded yet, or elsewhere
	}
	defer f.Close()
	seen := map[string]bool{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxRecordLine)
	for lines.Scan() {
		var l struct {
			Time     time.Time
			Decision string
			Dir      string
			Rules    []string
		}
		if json.Unmarshal(lines.Bytes(), &l) != nil || l.Decision != "approved" || !strings.HasPrefix(l.Dir+"/", c.project.Dir+"/") {
			continue
		}
		if c.project.World.Now != nil && c.project.World.Now().Sub(l.Time) > lately {
			continue
		}
		n++
		for _, r := range l.Rules {
			if !seen[r] {
				seen[r] = true
				rules = append(rules, r)
			}
		}
	}
	return n, rules
}
