#!/bin/bash
# Makes a stored ledger: make.sh GRIDPOST FOLDER, with the binary of the release whose ledger it is to be. FOLDER must not exist.
#
# Only what people and producers may do is done to it, but for the kill at the end: events are dropped, passes are made, rules are saved.
# Needs sqlite3, which holds the ledger for a moment so that the daemon dies between claim and commit, and strace for another kill.
set -euo pipefail

binary=$(realpath "$1")
mkdir "$2"
cd "$2"
export GRIDPOST_RULES=rules.yaml GRIDPOST_STATE=state LC_ALL=C.UTF-8

# rules LADDER DEADLINE: a town of two communities, three duties.
rules() {
  cat >.rules.new <<YAML
version: 1
declares: {duties: 2, matters: 4, communities: 2, grids: 5}
subdistrict: {id: matian, name: 马田街道, offices: {command-centre: 街道指挥中心}}
communities:
  heshuikou: {name: 合水口社区, grids: 3}
  jiangwei: {name: 将围社区, grids: 2}
posts:
  info: 基础网格信息岗
  patrol: {name: 综合巡查纠治岗, hours: ["08:00-22:00"]}
  livelihood: 民生诉求服务岗
groups:
  livelihood: 民生诉求组
  city-appearance: 市容环境组
calendar:
  utc_offset: "+08:00"
  hours: ["09:00-12:00", "14:00-18:00"]
  holidays: ["2026-04-04..2026-04-06", "2026-05-01..2026-05-05", "2026-10-01..2026-10-07"]
  make_up_days: ["2026-05-09", "2026-10-10"]
  known_until: "2026-12-31"
ladder:
$1
duties:
  urban-management:
    name: 城管
    post: patrol
    group: city-appearance
    deadline: 2h
    matters:
      UM-001: 占道经营
      UM-002: {name: 流动摊贩, post: info, deadline: 4wh, urgency: urgent, keywords: [流动摊, 摆摊]}
      UM-003: {name: 户外广告, deadline: 400wd}
  civil-affairs:
    name: 民政
    post: livelihood
    group: livelihood
    deadline: $2
    matters:
      CA-001: 高龄津贴
end: rules
YAML
  mv .rules.new rules.yaml
}

# drop NAME LINE…: as a well-behaved producer does.
drop() {
  local name=$1 folder=state/inbox
  case $name in */*) folder=state/inbox/${name%/*} && name=${name##*/} ;; esac
  mkdir -p "$folder"
  shift
  printf '%s\n' "$@" >"$folder/.dropped"
  mv "$folder/.dropped" "$folder/$name"
}

report() { printf '{"id":"%s","source":"hotline","matter":"%s","grid":"%s","summary":"%s"%s}' "$1" "$2" "$3" "${4:-一件事}" "${5:-}"; }
step() { printf '{"id":"%s","source":"desk","type":"%s","report":{"source":"hotline","id":"%s"},"by":"小李"%s}' "$1" "$2" "$3" "${4:-}"; }
pass() { "$binary" pass --at "$1+08:00"; }

group='  - {to: group}'
office='  - {to: subdistrict/command-centre, after: 1h}'
patience='  - {to: subdistrict/command-centre, after: 300wd}'

# The first book: nobody above the group. One item climbs to its top.
rules "$group" 1wd
drop top.json "$(report top UM-001 heshuikou-01)"
pass 2026-03-02T09:00:00
pass 2026-03-02T11:30:00

# The second book: the office above it, for items at the top of the shorter ladder too. Items in every state.
rules "$group"$'\n'"$office" 1wd
drop reports.ndjson \
  "$(report open UM-003 heshuikou-01 '招牌松动')" \
  "$(report risky CA-001 jiangwei-02 '独居老人' ',"risk":"orange","place":"三巷 5 号","subject":"张","unheard":{"of":[1,2]}')" \
  "$(report climbing UM-001 heshuikou-02)" \
  "$(report closed UM-001 heshuikou-02)" \
  "$(report void UM-002 heshuikou-03)" \
  "$(report again UM-001 heshuikou-03)" \
  "$(report spot UM-001 jiangwei-01 '当场' ',"resolved":{"by":"巡查员","at":"2026-03-02T10:00:00+08:00","note":"劝离"}')" \
  "$(report spot-again UM-003 jiangwei-01 '当场' ',"resolved":{"by":"巡查员"}')" \
  "$(report unlisted 无人机扰民 heshuikou-01)" \
  "$(report nowhere UM-003 shenzhen-99)" \
  "$(report triage-again 噪音 jiangwei-01)"
pass 2026-03-02T12:00:00
drop steps.ndjson \
  "$(step s1 accept closed)" "$(step s2 accept closed)" "$(step s3 note closed ',"note":"到现场"')" \
  "$(step s4 resolve closed ',"note":"已清理"')" "$(step s5 void void ',"note":"重复上报"')" \
  "$(step s6 resolve again)" "$(step s7 reopen spot-again ',"note":"又来了"')" \
  "$(step s8 accept unlisted)" "$(step s9 assign nowhere ',"grid":"jiangwei-02"')" \
  "$(step s10 resolve triage-again)"
pass 2026-03-02T12:10:00
drop reopen.json "$(step s11 reopen again ',"note":"没有好"')"
drop reopen-triage.json "$(step s12 reopen triage-again ',"note":"没有好"')"
# Held: one is released, one released and refused, one given up; one still waits at the end.
drop held.ndjson "$(step h1 accept late)" "$(step h2 suspend late ',"until":"2026-12-01T00:00:00Z"')" \
  "$(step h3 reopen late ',"note":"太早"')" "$(step h4 accept never)"
pass 2026-03-02T13:00:00
drop late.json "$(report late UM-003 jiangwei-02)"
# Refused, each with another code; duplicates and conflicts.
drop refused.ndjson \
  "$(step r1 suspend open ',"until":"2026-12-01T00:00:00Z"')" "$(step r2 void open)" "$(step r3 resolve void)" \
  "$(step r4 assign open)" "$(step r5 assign unlisted ',"matter":"仍不在清单"')" \
  "$(report open UM-003 heshuikou-01 '招牌松动')" "$(report open UM-003 heshuikou-01 '另一件')" \
  '{"source":"hotline"}' '{"id":7,"source":"hotline"}' '{"id":"a","source":"hotline","risk":"violet"}' \
  '{"id":"b","source":"hotline","time":"2026-02-30T00:00:00Z"}' '{"id":"c","id":"d","source":"hotline"}' 'no json' '[]' \
  '{"id":"e","source":"hotline","resolved":7}' "$(report fine UM-001 jiangwei-01)"
drop police/own.json '{"id":"p1","source":"police","matter":"CA-001","grid":"jiangwei-01"}'
drop police/other.json '{"id":"p2","source":"hotline","matter":"CA-001","grid":"jiangwei-01"}'
drop twice.json "[$(report twice UM-003 jiangwei-01),$(report twice UM-003 jiangwei-01)]"
# Set aside whole.
drop syntax.json '{"id":"x",'
drop empty.json
drop syntax.ndjson 'one' 'two'
ln -s nowhere state/inbox/link.json
printf '\xff\xfe{\x00' >state/inbox/.dropped && mv state/inbox/.dropped state/inbox/wide.json
printf '%s\n' "$(report odd-name UM-003 jiangwei-01)" >state/inbox/.dropped && mv state/inbox/.dropped "$(printf 'state/inbox/\xe9t\xe9 "1".json')"
pass 2026-03-02T14:00:00
drop syntax.json 'another of this name'
pass 2026-03-02T16:00:00
pass 2026-03-03T14:30:00

# A copy; what comes after it is lost, but for what was laid down; the copy is restored.
"$binary" backup copy.sqlite
drop lost.json "$(report lost UM-001 heshuikou-01)"
pass 2026-03-03T14:40:00
"$binary" restore copy.sqlite
rm copy.sqlite state/ledger-before-*
drop lost.json "$(report lost UM-001 heshuikou-01)" && pass 2026-03-03T14:50:00

# The third book: the office hears of it much later, so that some stay at the group.
rules "$group"$'\n'"$patience" 2wd
drop slow.json "$(report slow UM-001 heshuikou-02)"
pass 2026-03-04T09:00:00
pass 2026-03-05T09:00:00

# The daemon: it refuses rules, cannot lay down some notices (announced, the paper staged), reads a long file in part, and is killed
# with files claimed that it has not entered.
mkdir -p state/outbox
mv state/outbox/jiangwei taken
touch state/outbox/jiangwei
"$binary" run >ready 2>journal &
daemon=$!
trap 'kill -KILL $daemon 2>/dev/null || true' EXIT
until [ -s ready ]; do sleep 0.1; done
good=$(<rules.yaml)
sed 's/end: rules//' rules.yaml >.rules.new && mv .rules.new rules.yaml
for _ in {1..100}; do grep -q 'rules' journal && break || sleep 0.1; done
printf '%s\n' "$good" >.rules.new && mv .rules.new rules.yaml
drop blocked.json "$(report blocked CA-001 jiangwei-01)"
drop waiting.ndjson "$(step w1 accept never)" "$(step w2 note never ',"note":"还在等"')"
until sqlite3 state/ledger.sqlite "SELECT 1 FROM notice WHERE state = 'publishing'" | grep -q 1; do sleep 0.1; done
# Padded to 900 KiB a record: the long file comes in two parts. Its records are duplicates, of which no bytes are kept.
line=$(report open UM-003 heshuikou-01 '招牌松动')
padding=$(printf '%*s' 900000 '')
for _ in {1..12}; do printf '%s\n' "${line%\}}$padding}"; done >state/inbox/.dropped
mv state/inbox/.dropped state/inbox/long.ndjson
until sqlite3 state/ledger.sqlite "SELECT 1 FROM file WHERE state = 'reading'" | grep -q 1; do sleep 0.01; done
coproc sqlite3 state/ledger.sqlite
printf '.timeout 2000\nBEGIN IMMEDIATE;\nSELECT %s;\n' "'held'" >&"${COPROC[1]}"
read -r -u "${COPROC[0]}" _
drop committed.json "$(report owed UM-003 heshuikou-03)"
until find state/inbox/.claimed -name 'committed.*' | grep -q .; do sleep 0.01; done
# Nobody closes the ledger: its log stays as it is.
kill -KILL $daemon "$COPROC_PID"
wait $daemon 2>/dev/null || true
trap - EXIT
# Ten megabytes of nothing: the row alone shall say that it was being read.
find state/inbox/.claimed -name long.ndjson -delete

# A pass is killed where it has entered what the daemon left, staged no paper of it, and claimed what came since.
drop claimed.json "$(report claimed UM-001 heshuikou-01)"
drop claimed.ndjson "$(report claimed-2 UM-003 jiangwei-02)" 'no json'
cp -a state saved
isThere() { sqlite3 "file:$PWD/look/ledger.sqlite" "$1" | grep -q 1; }
for ((call = 1; ; call++)); do
  strace -f -qq -o /dev/null -e trace=openat2 -e inject=openat2:signal=KILL:when=$call "$binary" pass --at 2026-11-28T12:00:00Z 2>journal && exit 1
  cp -a state look
  if isThere "SELECT 1 FROM notice WHERE state = 'owed'" && ! isThere "SELECT 1 FROM record WHERE id = 'claimed'" &&
    find state/inbox/.claimed -name 'claimed.*' | grep -q .; then
    break
  fi
  rm -rf look state
  cp -a saved state
done
rm -rf look saved taken ready journal state/outbox/jiangwei
