package tool

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"tagout/internal/lang"
)

// defaultRows compiles the rows that ship with the program and that say how
// programs carry others.
func defaultRows(t *testing.T) rows {
	var rs rows
	for _, name := range []string{"shells", "wrappers", "runners", "data", "terminals", "terraform"} {
		path := filepath.Join("..", "..", "policy", "default", name+".toml")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		tools, problems := lang.ParseTools(path, text)
		require.Empty(t, problems)
		rs = append(rs, tools...)
	}
	return rs
}

// TestDefaultRows checks that the shipped rows see what well-known programs
// carry, in whichever reading.
func TestDefaultRows(t *testing.T) {
	rs := defaultRows(t)
	tests := []struct{ line, want string }{
		{"bash -lc ls", "script text[ls]"},
		{"bash -ceuo pipefail ls", "script text[ls]"},
		{"bash --norc -o pipefail a.sh b", "file file[a.sh] args[a.sh b]"},
		{"sh +e a.sh", "file file[a.sh] args[a.sh]"},
		{"sh -es -- a", "stdin args[sh a]"},
		{"zsh -fc ls", "script text[ls]"},
		{"fish -c ls", "script text[ls]"},
		{"busybox rm -rf x", "rest words[rm -rf x]"},
		{"/lib64/ld-linux-x86-64.so.2 --library-path /l /bin/rm -f x", "rest words[/bin/rm -f x]"},
		{"python3.12 -Bc code", "script text[code]"},
		{"python -m pip install x", "between words[pip install x]"},
		{"python3 - a", "stdin"},
		{"node -pe code", "script text[code]"},
		{"deno eval -p code", "joined text[code]"},
		{"deno run -A --allow-net=x a.ts", "file file[a.ts] args[a.ts]"},
		{"perl -i.bak -lpe code f", "script text[code] args[f]"},
		{"perl -0777 -ne code f", "script text[code] args[f]"},
		{"ruby -rjson -e code", "script text[code]"},
		{"php -r code", "script text[code]"},
		{"awk -F: -v a=b BEGIN{} f", "script text[BEGIN{}] args[f]"},
		{"sudo -Eu root -- env A=1 rm x", "rest words[env A=1 rm x]"},
		{"sudo --user=root -n rm x", "rest words[rm x]"},
		{"sudo -h rm x", "rest words[rm x]"},
		{"doas -u root rm x", "rest words[rm x]"},
		{"su - root -c ls", "script text[ls] args[- root]"},
		{"su root", "stdin"},
		{"runuser -u nobody -- rm -f x", "rest words[rm -f x]"},
		{"gosu root rm -f x", "rest words[rm -f x]"},
		{"env -i PATH=x -u HOME rm -f x", "rest env[PATH=x] words[rm -f x]"},
		{"env -S \"rm\" x", "rest words[rm x]"},
		{"nice -n 10 rm x", "rest words[rm x]"},
		{"nice -10 rm x", "rest words[rm x]"},
		{"timeout -k 5 -s KILL 10m rm -f x", "rest words[rm -f x]"},
		{"stdbuf -oL rm x", "rest words[rm x]"},
		{"nohup rm -f x", "rest words[rm -f x]"},
		{"time -p rm x", "rest words[rm x]"},
		{"strace -f -o out rm -f x", "rest words[rm -f x]"},
		{"watch -n 5 -d ls -l", "joined text[ls -l]"},
		{"watch -x ls -l", "rest words[ls -l]"},
		{"script -qc ls /dev/null", "script text[ls] args[/dev/null]"},
		{"script -q /dev/null rm -f x", "rest words[rm -f x]"},
		{"flock -n /l rm -f x", "rest words[rm -f x]"},
		{"flock /l -c ls", "script text[ls] args[/l]"},
		{"taskset -c 0,1 rm -f x", "rest words[rm -f x]"},
		{"chroot --userspec=a /mnt rm -f x", "rest words[rm -f x]"},
		{"systemd-run --user --scope -p A=b rm -f x", "rest words[rm -f x]"},
		{"xargs -0 -n 1 -P4 rm -rf", "rest words[rm -rf]"},
		{"xargs -I{} rm {}", "rest words[rm {}]"},
		{"parallel -j4 rm -rf ::: a", "joined words[rm -rf ::: a] text[rm -rf ::: a]"},
		{"bash --rcfile f -i", "file file[f] args[f]"},
		{"tmux new -d ; run x", "between words[run x]"},
		{"screen -dmS name rm -f x", "rest words[rm -f x]"},
		{"find . -name *.o -exec rm {} +", "between words[rm {}]"},
		{"fd -e o -x rm -f", "between words[rm -f]"},
		{"entr -r rm x", "rest words[rm x]"},
		{"entr -s ls", "script text[ls]"},
		{"ssh -o A=b -p 22 -t u@h sudo rm -f x", "joined at[u@h] text[sudo rm -f x]"},
		{"ssh h -p 22 ls", "joined at[h] text[ls]"},
		{"ssh h", "stdin at[h]"},
		{"mosh h -- rm -f x", "rest at[h] words[rm -f x]"},
		{"sshpass -p x ssh h ls", "rest words[ssh h ls]"},
		{"aws-vault exec prod -- rm -f x", "rest words[rm -f x]"},
		{"chamber exec a b -- rm -f x", "between words[rm -f x]"},
		{"op run --env-file=.env -- rm -f x", "rest words[rm -f x]"},
		{"doppler run -p x -- rm -f x", "rest words[rm -f x]"},
		{"doppler run --command ls", "script text[ls]"},
		{"dotenv -e .env -- rm -f x", "rest words[rm -f x]"},
		{"sops exec-env f ls", "joined text[ls]"},
		{"direnv exec . rm -f x", "rest words[rm -f x]"},
		{"mise exec node@20 -- rm -f x", "between words[rm -f x]"},
		{"asdf exec rm -f x", "rest words[rm -f x]"},
		{"nix-shell -p hello --run ls", "script text[ls] args[hello]"},
		{"nix develop .#x -c rm -f x", "between words[rm -f x]"},
		{"poetry run -q rm -f x", "rest words[rm -f x]"},
		{"uv run --with a rm -f x", "rest words[rm -f x]"},
		{"uvx --from a rm -f x", "rest words[rm -f x]"},
		{"conda run -n e rm -f x", "rest words[rm -f x]"},
		{"npx -y cdk@2 destroy", "rest words[cdk@2 destroy]"},
		{"npm exec --package=a -- rm -f x", "rest words[rm -f x]"},
		{"npm exec -c ls", "script text[ls]"},
		{"pnpm dlx rm -f x", "rest words[rm -f x]"},
		{"yarn dlx -p a rm -f x", "rest words[rm -f x]"},
		{"bunx rm -f x", "rest words[rm -f x]"},
		{"bundle exec rm -f x", "rest words[rm -f x]"},
		{"tmux new-session -d -s x ls", "joined text[ls]"},
		{"tmux send-keys -t x ls Enter", "joined text[ls Enter]"},
		{"screen -dmS name rm -f x", "rest words[rm -f x]"},
		{"screen -S name -X stuff ls", "joined text[ls]"},
		{"at -q b now", "stdin"},
		{"hyperfine -w 3 ls", "joined text[ls]"},
		{"hyperfine -p sync ls", "script text[sync] args[ls]"},
		{"tini -g -- rm -f x", "rest words[rm -f x]"},
		{"man -P ls x", "script text[ls] args[x]"},
		{"rg --pre ls x", "script text[ls] args[x]"},
	}
	for _, tt := range tests {
		var got []string
		for _, inv := range Parse(rs, words(tt.line), nil) {
			for i := range inv.Runs {
				got = append(got, showRun(&inv.Runs[i]))
			}
		}
		assert.Contains(t, got, tt.want, tt.line)
	}
}

// TestDefaultRowsLeaveAlone checks that the shipped rows carry nothing where
// nothing runs.
func TestDefaultRowsLeaveAlone(t *testing.T) {
	rs := defaultRows(t)
	for _, line := range []string{
		"bash -n a.sh", "sudo -l rm", "sudo -e f", "command -v rm", "taskset -p 1 2", "echo -c rm", "grep -r rm docs",
		"find . -name rm", "ssh -N h", "pnpm add rm", "at -l", "tmux kill-session -t rm", "cat rm", "which rm",
		"uv pip install rm", "parallel --dry-run rm ::: x", "python -m", "node -c a.js",
	} {
		for _, inv := range Parse(rs, words(line), nil) {
			assert.Empty(t, inv.Runs, line)
		}
	}
}

// TestDefaultRowsPaths checks what the shipped rows read and write.
func TestDefaultRowsPaths(t *testing.T) {
	rs := defaultRows(t)
	tests := []struct{ line, want string }{
		{"grep -e x f", "f:r"}, {"grep x f g", "f:r g:r"}, {"cat -n f", "f:r"}, {"sort -o f g", "g:r f:w"},
		{"touch f", "f:a"}, {"sponge f", "f:w"}, {"perl -pi -e code f", "f:rw"}, {"time -o f ls", "f:w"},
		{"find a -delete", "a:d"}, {"uniq a b", "a:r b:w"}, {"awk -f p f", "f:r"}, {"yq -i .a f", "f:w"},
		{"terraform -chdir=prod apply p", "prod/p:r"}, {"terraform -chdir=prod apply /p", "/p:r"}, {"terraform -chdir=prod apply -state s", "prod/s:r"},
		{"terraform -chdir=$D plan -out p", "$D/p:w"}, {"terragrunt apply --working-dir a p", "a/p:r"},
	}
	for _, tt := range tests {
		var got string
		for _, p := range Parse(rs, words(tt.line), nil)[0].Paths() {
			if got != "" {
				got += " "
			}
			got += p.Word.String() + ":" + p.Access.letters()
		}
		assert.Equal(t, tt.want, got, tt.line)
	}
}
