package shell

// seeds are programs of every construct for the fuzzer.
func seeds() []string {
	return []string{
		`a=(x "y z"); a+=(w); p "${a[@]:1}" ${#a[@]} ${!a[@]} "${a[*]/x/y}"; declare -A m=([k]=v); p "${m[k]}"`,
		`f() { local x=$1; [ "$x" = y ] && return 1; p "$@" $#; }; f a "b c" || g; unset -f f`,
		`for i in {1..3} $x "$@"; do case $i in 1|2*) continue;; [a-c]?) break;& *) p $((i++)) ;; esac; done`,
		`while read -r a b; do p "${a%%.*}" "${b//x/y}" ${c:-$(d)} "${e:?}"; done <<E` + "\n1 $x `y`\nE",
		`if [[ $x == a* && -n $y || ! $z =~ ^q ]]; then p $'\x41' $"b"; elif ((x > 1 << 2)); then q &>f; fi 2>&1 >|g`,
		`cd "$(pwd)/sub" && pushd .. ; trap 'p $?' EXIT ERR; eval "p '$x'"; exec 3<&0; set -- -a -b; shift; getopts ab o`,
		`coproc c { p; }; p <(q) > >(r); (s & wait) | t |& u; ! v; time -p w; select x in a b; do p; done; for ((;;)); do break; done`,
		`alias l='p a'; l b; source ./x; . y; printf -v z '%s' "${!n}"; read -ra w <<< "a b"; mapfile -t < f; let i=1+1; export X=~/a:~/b`,
	}
}
