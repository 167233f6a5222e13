package reach

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/builtin"
	"tagout/internal/shell"
)

// TestTooLarge: a program of which not all is read is never passed over.
func TestTooLarge(t *testing.T) {
	files := map[string]string{
		"/w/big.sh": strings.Repeat("# a line of it\n", 90_000) + "terraform destroy\n",
		"/w/big.py": strings.Repeat("# a line of it\n", 90_000) + "import os; os.system('terraform destroy')\n",
		"/w/tok.py": strings.Repeat("a = 1\n", 70_000) + "import os; os.system('terraform destroy')\n",
		"/w/big":    "\x7fELF\x00" + strings.Repeat("x", 1<<21),
	}
	for _, c := range []struct {
		text string
		asks bool
	}{
		{"bash big.sh", true}, {"./big.sh", true}, {". ./big.sh", true}, {"bash < big.sh", true},
		{"python3 big.py", true}, {"python3 tok.py", true},
		{"cat big.sh | grep terraform", false}, {"./big", false}, {"bash big", false}, {"wc -l big.sh", false}, {"cp big.sh x", false},
	} {
		_, problems := Calls(c.text, shell.Config{Dir: "/w", World: disk(files)}, builtin.Catalog{})
		if !c.asks {
			assert.Empty(t, problems, c.text)
			continue
		}
		require.NotEmpty(t, problems, c.text)
		assert.Equal(t, "too-complex", problems[0].Kind, c.text)
	}
}
