package policy

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// TestSedWrites: a file that a sed script writes is written.
func TestSedWrites(t *testing.T) {
	dir := planDir(t)
	for _, text := range []string{
		"sed 'w .git/config' x", "sed -n '/a/w .tagout.toml' x", "sed -n 's/a/b/gw /root/.bashrc' x", "sed -e p -e 'w /etc/passwd' x", "sed -i 'W .git/config' x",
		"sed '1!{w .git/config\n}' x", "sed 'y/a/b/;w .git/config' x", "sed 'w create' data; terraform apply create", "sed -n 's/./&/w create' data; terraform apply create",
	} {
		assert.GreaterOrEqual(t, judgeIn(dir, text).Decision, Ask, text)
	}
	for _, text := range []string{"sed 's/a/w .git/' x", "sed -n 'w out.txt' x", "sed -n '/ERROR/w /dev/stderr' app.log", "sed 's/w .git/x/' x", "sed 'a\\w .git/config' x", "sed -n 's/a/b/w it'\\''s.txt' x", "sed --sandbox 'w .git/config' x"} {
		assert.Equal(t, None, judgeIn(dir, text).Decision, text)
	}
}
