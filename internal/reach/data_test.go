package reach

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestData: the last call of each command is what a text for a database has run
// by a shell.
func TestData(t *testing.T) {
	files := map[string]string{"/w/x.sql": "\\! terraform destroy\n", "/w/y.sql": "\\i x.sql\n", "/w/z.sql": "\\i z.sql\n"}
	for _, c := range []struct{ text, last string }{
		{`psql <<< '\! terraform destroy'`, "terraform destroy"},
		{"psql -f x.sql", "terraform destroy"},
		{"psql < y.sql", "terraform destroy"},
		{"sqlite3 a.db '.shell terraform destroy'", "terraform destroy"},
		{"mysql -e '\\! terraform destroy'", "terraform destroy"},
		{`psql -c "COPY a FROM PROGRAM 'terraform destroy'"`, "terraform destroy"},
		{`psql -c "SELECT '\! terraform destroy'"`, `psql -c SELECT '\! terraform destroy'`},
	} {
		got := spell(calls(t, c.text, files))
		if assert.NotEmpty(t, got, c.text) {
			assert.Equal(t, c.last, got[len(got)-1], c.text)
		}
	}
	found := calls(t, "psql -f z.sql", files)
	assert.LessOrEqual(t, len(found[0].Call.Code), maxIncluded+1, "a file that includes itself ends")
	found = calls(t, "psql -f none.sql", files)
	if assert.Len(t, found[0].Call.Code, 1) {
		assert.True(t, found[0].Call.Code[0].Text.HasUnknown(), "what cannot be read is not known")
	}
	for text, n := range map[string]int{
		"python3 saved.py": 1, // the DROP, not the DELETE: nobody wrote it just now
		"python3 -c 'cur.execute(\"DELETE FROM a\"); cur.execute(\"DROP TABLE a\")'": 2,
	} {
		found := calls(t, text, map[string]string{"/w/saved.py": "cur.execute('DELETE FROM a')\ncur.execute('DROP TABLE a')\n"})
		assert.Len(t, found[0].Call.Code, n+1, text)
	}
}
