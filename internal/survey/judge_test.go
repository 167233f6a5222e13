package survey

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"tagout/internal/diag"
)

// TestUnset: what happens only where the caller has not set a variable is no error
// of the file, but is told; what the file itself leaves empty is.
func TestUnset(t *testing.T) {
	for text, want := range map[string]string{
		"rm -rf $X/*\n":                          "note",
		"X=\nrm -rf $X/*\n":                      "error",
		"X=a\nrm -rf / $X\n":                     "error",
		"terraform -chdir=$X destroy\n":          "error",
		"for x in $LIST; do rm -rf $X/*; done\n": "note",
		"[ -n \"$X\" ] || X=\nrm -rf \"$X\"/*\n": "error",
	} {
		got := scanned(t, written(t, map[string]string{"x.sh": "#!/bin/bash\n" + text}))
		if assert.NotEmpty(t, got.Problems, text) {
			assert.Equal(t, want, got.Problems[0].Level.String(), text)
		}
	}
}

// TestOneOfACall: of what is said of one call the sternest is told, and of what is
// not certain about a place one; what another call there does is told besides.
func TestOneOfACall(t *testing.T) {
	got := scanned(t, written(t, map[string]string{"x.sh": "#!/bin/bash\nrm -rf /*\n$SUDO rm -rf /etc/x\nC='terraform destroy'\neval \"$C\"\n"}))
	var lines []int
	for _, p := range got.Problems {
		lines = append(lines, p.Line)
	}
	assert.Equal(t, []int{2, 3, 5}, lines, messages(got))
	assert.Equal(t, diag.Error, got.Problems[1].Level)
}

// TestShellOfARunner: where the system is not known, nor is the shell, and what no
// shell can read is a note; a condition may tell.
func TestShellOfARunner(t *testing.T) {
	text := `on: push
jobs:
  a:
    runs-on: ${{ matrix.os }}
    steps:
      - run: $x = (Get-Item y) & z
      - if: runner.os == 'Windows'
        run: terraform destroy
      - if: runner.os != 'Windows'
        run: terraform destroy
      - shell: script -q -e -c "bash -eo pipefail {0}" /dev/null
        run: terraform destroy
`
	got := scanned(t, written(t, map[string]string{".github/workflows/a.yml": text}))
	var told []string
	for _, p := range got.Problems {
		told = append(told, p.Level.String()+" "+p.ID)
	}
	assert.Equal(t, []string{"note scan-unread", "note scan-unread", "error terraform-destroy", "error terraform-destroy"}, told, messages(got))
}

// TestThrowaway: what is done to an image's or a hosted runner's own services and
// packages is a note, what is done to others from there is not.
func TestThrowaway(t *testing.T) {
	for text, want := range map[string]string{
		"RUN sudo service mysql stop":            "note disable-service",
		"RUN apk del openssl":                    "note remove-base-package",
		"RUN ssh host 'sudo service mysql stop'": "warning disable-service",
		"RUN terraform destroy":                  "error terraform-destroy",
	} {
		got := scanned(t, written(t, map[string]string{"Dockerfile": "FROM x\n" + text + "\n"}))
		if assert.NotEmpty(t, got.Problems, text) {
			assert.Equal(t, want, got.Problems[0].Level.String()+" "+got.Problems[0].ID, text)
		}
	}
	got := scanned(t, written(t, map[string]string{"x.sh": "#!/bin/sh\nsudo service mysql stop\n"}))
	assert.Equal(t, diag.Warning, got.Problems[0].Level)
}
