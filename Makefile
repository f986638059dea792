# Gridpost: build, test, try out. `make` or `make help` lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.DEFAULT_GOAL := help
.PHONY: help run change town test fuzz sanitize browser screenshots boot bench bench-quick chaos build release check lint format clean deps
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
BUILD ?= .build
STATE ?= ./state
RULES ?= rules.yaml
# Where `make run` shows the board.
BOARD ?= 127.0.0.1:8017
# Where the headers of what is needed beside Swift lie, if they are installed.
HEADERS ?= /usr/include
# For `make chaos`: another --seed, --seconds or --backlog, or some sections only.
CHAOS ?=

# What is run and handed out carries the Swift runtime in itself: it needs none where it runs, starts in half the time and takes 4 MiB
# less. (Its usual linker would warn of a `mktemp` in the runtime's own Foundation, which nothing here calls.)
# A toolchain that lacks the parts for it builds what needs its own libraries.
TOOLCHAIN := $(dir $(realpath $(shell command -v $(SWIFT))))
ALONE := $(and $(wildcard $(TOOLCHAIN)ld.lld),$(wildcard $(TOOLCHAIN)../lib/swift_static),--static-swift-stdlib -Xswiftc -use-ld=lld)
RELEASE := -c release $(ALONE) --scratch-path $(BUILD)
GRIDPOST ?= $(BUILD)/release/gridpost
SOURCES := Sources Tests Package.swift Benchmarks/Sources Benchmarks/Package.swift
# How long each target of `make fuzz` is asked, and what `make sanitize` runs.
FUZZ_SECONDS ?= 30
SANITIZED ?= ^(GridCore|JSON|Formats|Rules|Spool|Ledger|LedgerStore)Tests\.|^LedgerContract\.|BusyDaemonTests

# tell ZH EN prints one line for people, on stderr, in the language of the locale.
define TELL
tell() {
  case "$${LC_ALL:-$${LC_MESSAGES:-$${LANG:-}}}" in
    zh*) printf '%s\n' "$$1" >&2 ;;
    *) printf '%s\n' "$$2" >&2 ;;
  esac
}
endef

help: ## 列出这些目标 | list these targets
	@case "$${LC_ALL:-$${LC_MESSAGES:-$${LANG:-}}}" in zh*) column=1 ;; *) column=2 ;; esac
	awk -v column="$$column" -F ':.*## ' '/^[a-z-]+:.*## / {
	  split($$2, text, " [|] "); printf "  make %-11s  %s\n", $$1, text[column] }' Makefile

run: deps ## 编译并启动值守程序和看板;第一次启动会放几件演练事件 | build and start daemon and board; a first start drops a few drill events
	@$(TELL)
	$(SWIFT) build $(RELEASE) --product gridpost
	if [ ! -e $(STATE)/ledger.sqlite ]; then
	  tell '第一次启动:放几件演练事件,十秒内看得到派单、办结、待分拨和逾期上报。按 Ctrl-C 停。' \
	    'first start: a few drill events follow; within ten seconds see notices, closures, triage, an escalation. Ctrl-C stops.'
	  $(DRILL) &
	else
	  tell '启动。按 Ctrl-C 停;删去 $(STATE) 可重新演练。' 'starting; Ctrl-C stops. Remove $(STATE) to see the drill again.'
	fi
	$(SHOW) &
	exec $(GRIDPOST) run --rules $(RULES) --state $(STATE)

# The board beside the daemon, for this machine only, where whoever comes may act. It ends with the daemon, which the shell becomes.
define SHOW
(
  $(GRIDPOST) serve --open --listen $(BOARD) --rules $(RULES) --state $(STATE) </dev/null \
    > >(sed -un 's/^ready.*"\(http[^"]*\)".*/\1/p' | while read -r address; do tell "看板:$$address" "the board: $$address"; done) \
    2> >(grep --line-buffered -v '"level":"info"' >&2) &
  board=$$!
  while kill -0 $$$$ 2>/dev/null && kill -0 $$board 2>/dev/null; do sleep 0.5; done
  kill $$board 2>/dev/null || true
) </dev/null
endef

# The drill: waits for the inbox, drops events as any producer does (a dot name, then a rename), and says which
# notices it sees in the outbox. The shell that starts it becomes the daemon, and when that is gone the drill stops
# too. The rules give PB-003 three seconds until it is late, where the source is "drill".
define DRILL
(
  alive() { kill -0 $$$$ 2>/dev/null; }
  for ((i = 0; i < 100; i++)); do
    [ -d $(STATE)/inbox ] && break
    alive || exit 0
    sleep 0.2
  done
  [ -d $(STATE)/inbox ] || exit 0
  run=drill-$$(date +%s)-$$$$
  now=$$(date -u +%Y-%m-%dT%H:%M:%SZ)
  event() {
    printf '{"id":"%s-%s","source":"drill","time":"%s",%s}\n' "$$run" "$$1" "$$now" "$$2"
  }
  drop() {
    cat >"$(STATE)/inbox/.$$run-$$1"
    mv "$(STATE)/inbox/.$$run-$$1" "$(STATE)/inbox/$$run-$$1"
  }
  event late '"matter":"PB-003","grid":"jiangwei-03","summary":"党群服务站饮水机坏了,无人处理"' | drop late.json
  event fixed '"matter":"UM-006","grid":"shijia-05","summary":"电动车占盲道","resolved":{"by":"巡查员","at":"'"$$now"'","note":"当场挪开"}' |
    drop fixed.json
  event unlisted '"matter":"无人机扰民","grid":"xinzhuang-02","summary":"不在清单里的事"' | drop unlisted.json
  {
    event handled '"matter":"CH-001","grid":"genzhuyuan-07","summary":"独居老人两天没出门"'
    event handled-step '"type":"resolve","report":{"source":"drill","id":"'"$$run"'-handled"},"by":"社工","note":"已上门,平安"'
  } | drop handled.ndjson
  own() { printf '"report":{"source":"drill","id":"%s-%s"},"by":"%s"' "$$run" "$$1" "$$2"; }
  {
    event bounced '"matter":"UM-001","grid":"jiangwei-02","summary":"店外摆卖"'
    event bounced-step '"type":"return",'"$$(own bounced 巡查员)"',"note":"不归我管","to":"jiangwei/group/city-appearance"'
    event moved '"matter":"UM-001","grid":"shijia-01","summary":"独居老人在路口乞讨"'
    event moved-step '"type":"return",'"$$(own moved 巡查员)"',"note":"是民生的事","ground":"duty","matter":"CH-001"'
    event again '"matter":"CH-001","grid":"xinzhuang-01","summary":"老人家中水管又漏"'
    event again-done '"type":"resolve",'"$$(own again 社工)"',"note":"已修"'
    event again-open '"type":"reopen",'"$$(own again 热线)"',"note":"回访说仍在漏"'
  } | drop life.ndjson
  seen=
  for ((i = 0; i < 40; i++)); do
    sleep 0.25
    alive || exit 0
    while read -r notice; do
      case "$$seen" in *"|$$notice|"*) continue ;; esac
      seen="$$seen|$$notice|"
      tell "通知单:$$notice" "notice: $$notice"
    done < <(find $(STATE)/outbox -type f -name '*.json' -not -path '*/.staging/*' -printf '%T@ %p\n' 2>/dev/null | sort -n | cut -d' ' -f2-)
  done
  ! alive || $(GRIDPOST) status --rules $(RULES) --state $(STATE) >&2 || true
  ! alive || { $(TOWN); }
  ! alive || { $(CHANGE); }
) </dev/null
endef

change: deps ## 演练改规则:预演、暂缓、放行、改派 | a change of rules: plan, held, apply, redispatch
	@$(TELL)
	$(SWIFT) build $(RELEASE) --product gridpost
	$(CHANGE)

# A change of rules in a town of its own: a copy of the rules whose guard holds what moves more than five percent.
define CHANGE
(
  town=$$(mktemp -d)
  daemon=
  leave() {
    [ -z "$$daemon" ] || { kill "$$daemon" && wait "$$daemon"; } 2>/dev/null || true
    rm -rf -- "$$town"
  }
  trap leave EXIT
  export GRIDPOST_RULES=$$town/rules.yaml GRIDPOST_STATE=$$town/state
  sed 's/moved_percent: 30 /moved_percent: 5 /' $(RULES) >"$$GRIDPOST_RULES"
  $(GRIDPOST) run >"$$town/said" 2>&1 &
  daemon=$$!
  for ((i = 0; i < 100; i++)); do
    [ -d "$$town/state/inbox" ] && break
    sleep 0.1
  done
  for ((i = 1; i < 4; i++)); do
    printf '{"id":"change-%s","source":"drill","matter":"UM-001","grid":"jiangwei-0%s","summary":"路口摆摊"}\n' "$$i" "$$i"
  done >"$$town/state/inbox/.change.ndjson"
  mv "$$town/state/inbox/.change.ndjson" "$$town/state/inbox/change.ndjson"
  $(GRIDPOST) drain --timeout 30 >/dev/null 2>&1
  tell '== 改规则 1/5:在副本 new.yaml 里,把职责“城管”的 post: patrol 改成 post: info' \
    '== a change of rules 1/5: in a copy, new.yaml, the duty 城管 gets post: info instead of post: patrol'
  sed '/^  urban-management:/,/post:/s/post: patrol/post: info/' "$$GRIDPOST_RULES" >"$$town/new.yaml"
  tell '== 2/5:gridpost plan new.yaml' '== 2/5: gridpost plan new.yaml'
  $(GRIDPOST) plan "$$town/new.yaml" >&2
  tell '== 3/5:存盘。动得太多,先不生效' '== 3/5: saved. So much is held'
  mv "$$town/new.yaml" "$$GRIDPOST_RULES"
  $(GRIDPOST) reload || true
  held=$$($(GRIDPOST) status --json | sed -n 's/.*"held":{"digest":"\([0-9a-f]\{12\}\).*/\1/p')
  tell "== 4/5:gridpost apply $$held" "== 4/5: gridpost apply $$held"
  $(GRIDPOST) apply "$$held"
  tell '== 5/5:gridpost redispatch --yes(在办的也改派)' '== 5/5: gridpost redispatch --yes (what is open goes there too)'
  $(GRIDPOST) redispatch --yes >&2
  $(GRIDPOST) drain --timeout 30 >/dev/null 2>&1
  tell '== 以后新来的和在办的都归信息岗;这个演练目录已删去' '== what comes from here on goes to the info post, and so does what was open; this town is removed'
)
endef

town: deps ## 演练四色、定期任务、一张走访单、廉情信号 | colours, rounds, one visit and a signal
	@$(TELL)
	$(SWIFT) build $(RELEASE) --product gridpost
	$(TOWN)

# Two days of a town of its own, as if it were then: a Monday and the Wednesday after it.
define TOWN
(
  town=$$(mktemp -d)
  trap 'rm -rf -- "$$town"' EXIT
  export GRIDPOST_RULES=$(abspath $(RULES)) GRIDPOST_STATE=$$town/state
  day() { $(GRIDPOST) pass --at "2026-$$1+08:00" 2>/dev/null; }
  drop() {
    cat >"$$town/state/inbox/.$$1"
    mv "$$town/state/inbox/.$$1" "$$town/state/inbox/$$1"
  }
  day 11-30T08:00:00
  tell '== 四色一单 1/4:给两家企业评级' '== a town 1/4: two firms are rated'
  {
    printf '{"id":"r1","source":"desk","type":"rate","subject":"甲塑胶厂","risk":"red","grid":"jiangwei-01","points":["气瓶间","配电箱"],"by":"安监办"}\n'
    printf '{"id":"r2","source":"desk","type":"rate","subject":"乙五金店","risk":"yellow","grid":"jiangwei-01","by":"安监办"}\n'
  } | drop rate.ndjson
  day 11-30T08:30:00
  $(GRIDPOST) subjects >&2
  tell '== 2/4:周三上班,日检查和每周走格到期,自动派到廉情监督站和临时党支部' \
    '== 2/4: on Wednesday the daily look and the weekly walk come round, to stations and branches'
  day 12-02T09:30:00
  $(GRIDPOST) report rounds --at 2026-12-02T09:30:00+08:00 >&2
  tell '== 3/4:同一家企业的两项检查,合成一张走访单' '== 3/4: two inspections of one firm are one visit'
  {
    printf '{"id":"v1","source":"drill","matter":"WS-001","grid":"jiangwei-01","subject":"甲塑胶厂","summary":"例行检查"}\n'
    printf '{"id":"v2","source":"drill","matter":"WS-002","grid":"jiangwei-01","subject":"甲塑胶厂","summary":"复查"}\n'
    for i in 1 2 3; do
      printf '{"id":"q%s","source":"drill","matter":"UM-001","grid":"jiangwei-02","summary":"路口摆摊"}\n' "$$i"
      printf '{"id":"q%s-done","source":"drill","type":"resolve","report":{"source":"drill","id":"q%s"},"by":"巡查员"}\n' "$$i" "$$i"
    done
  } | drop day.ndjson
  day 12-02T10:00:00
  $(GRIDPOST) visits --at 2026-12-02T10:00:00+08:00 >&2
  tell '== 4/4:一个岗位一周三次“秒结”,廉情监督站收到一件' '== 4/4: resolved within a minute three times in a week: the station has a look'
  $(GRIDPOST) report integrity --at 2026-12-02T10:00:00+08:00 >&2
)
endef

test: deps ## 编译并跑全部测试 | build and run every test
	@$(SWIFT) build --build-tests --scratch-path $(BUILD)
	$(SWIFT) test --skip-build --scratch-path $(BUILD)

fuzz: deps ## 覆盖引导的模糊测试,每个目标 30 秒 | coverage-guided fuzzing, 30 s a target
	@GRIDPOST_FUZZ=1 $(SWIFT) build -c release --product gridpost-fuzz --scratch-path $(BUILD)-fuzz \
	  --sanitize=address -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	Tests/Fuzz/fuzz.sh $(BUILD)-fuzz/release/gridpost-fuzz $(FUZZ_SECONDS) $(BUILD)-fuzz/corpus

sanitize: deps ## 线程与地址检查器下的测试 | tests under the thread and address sanitizers
	@$(TELL)
	for kind in thread address; do
	  scratch=$(abspath $(BUILD))-$${kind:0:1}san
	  $(SWIFT) build --build-tests --sanitize=$$kind --scratch-path $$scratch
	  rm -rf $$scratch/reports
	  mkdir $$scratch/reports
	  export TSAN_OPTIONS="halt_on_error=1 exitcode=66 log_path=$$scratch/reports/report"
	  export ASAN_OPTIONS="detect_leaks=0 log_path=$$scratch/reports/report"
	  preload=
	  if [ $$kind = thread ]; then
	    clang=$$(dirname "$$(realpath "$$(command -v $(SWIFT))")")/clang
	    preload=$$scratch/mutex.so
	    "$$clang" -O1 -fPIC -shared -o $$preload Tests/Sanitize/mutex.c -ldl
	  fi
	  suites='$(SANITIZED)'
	  # The promises of the readers know one thread only.
	  [ $$kind = thread ] || suites="$$suites|^FuzzTests\."
	  passed=1
	  LD_PRELOAD=$$preload $(SWIFT) test --skip-build --sanitize=$$kind --scratch-path $$scratch --filter "$$suites" || passed=0
	  reports=$$(find $$scratch/reports -type f)
	  [ -z "$$reports" ] || { cat $$reports >&2; passed=0; }
	  [ $$passed = 1 ] || exit 1
	  tell "$$kind:没有报告" "$$kind: no report"
	done

browser: deps ## 用真的浏览器走遍看板:键盘、朗读、无脚本、实时 | walk the board in a real browser: keys, contrast, no script, live
	@$(SWIFT) build $(RELEASE) --product gridpost
	Tests/Browser/browser.sh $(GRIDPOST) $(BUILD)/browser

screenshots: deps ## 给文档里的看板重新拍照 | take the documentation's pictures of the board anew
	@$(SWIFT) build $(RELEASE) --product gridpost
	Tests/Browser/browser.sh $(GRIDPOST) $(BUILD)/browser pictures Sources/gridpost/Documentation.docc/Resources

boot: deps ## 在真的 systemd 里启动、询问、停止三个服务单元 | boot the three units under a real systemd, ask and stop them
	@$(SWIFT) build $(RELEASE) --product gridpost
	Tests/Boot/boot.sh $(GRIDPOST) $(BUILD)/boot

bench: deps ## 测速,附同次同盘的参照,十分钟以内 | measure beside a floor on the same volume, within ten minutes
	@$(BENCH) --minutes 9
	$(BUILD)/release/Microbench $(RULES) $(BUILD)/microbench

bench-quick: deps ## 同上,一分钟以内 | the same, within one minute
	@$(BENCH) --quick --minutes 0.8
	$(BUILD)/release/Microbench $(RULES) $(BUILD)/microbench 20000

# Builds all that is measured or measures, and runs the program that drives it; only building does not count as time.
define BENCH
$(SWIFT) build $(RELEASE) --product gridpost
$(SWIFT) build $(RELEASE) --product Microbench
$(SWIFT) build -c release --package-path Benchmarks --scratch-path $(BUILD)/benchmarks
$(BUILD)/benchmarks/release/gridpost-bench --binary $(GRIDPOST) --folder $(BUILD)/bench
endef

chaos: deps ## 十分钟捣乱:强杀、断电、撑爆,核对无丢失无重复 | ten minutes of kills, power cuts and floods; nothing lost, nothing twice
	@$(SWIFT) build $(RELEASE) --product gridpost
	$(SWIFT) build $(RELEASE) --product gridpost-chaos
	$(BUILD)/release/gridpost-chaos --binary $(GRIDPOST) --seconds 540 $(CHAOS)

build: deps ## 调试版 | debug build
	@$(SWIFT) build --scratch-path $(BUILD)

release: deps ## 发行版 | release build
	@$(SWIFT) build $(RELEASE)

check: deps ## 检查 rules.yaml | check rules.yaml
	@$(SWIFT) build $(RELEASE) --product gridpost
	$(GRIDPOST) check $(RULES)

lint: ## 检查代码格式 | check the source format
	@$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format: ## 整理代码格式 | format the sources in place
	@$(SWIFT) format format --in-place --recursive --parallel $(SOURCES)

clean: ## 删去编译结果,不动 state | remove what was built, never the state
	@rm -rf -- $(BUILD) $(BUILD)-fuzz $(BUILD)-tsan $(BUILD)-asan

# What a build needs beside Swift; installs only what is missing.
deps:
	@$(TELL)
	if ! command -v $(SWIFT) >/dev/null; then
	  tell '找不到 swift。请先装 Swift 6.3:https://www.swift.org/install/linux/' \
	    'swift was not found. Install Swift 6.3 first: https://www.swift.org/install/linux/'
	  exit 1
	fi
	missing=()
	command -v pkg-config >/dev/null || missing+=(pkg-config)
	[ -e $(HEADERS)/yaml.h ] || pkg-config --exists yaml-0.1 2>/dev/null || missing+=(libyaml-dev)
	[ -e $(HEADERS)/sqlite3.h ] || pkg-config --exists sqlite3 2>/dev/null || missing+=(libsqlite3-dev)
	[ -e $(HEADERS)/curl/curl.h ] || pkg-config --exists libcurl 2>/dev/null || missing+=(libcurl4-openssl-dev)
	[ -e $(HEADERS)/crypt.h ] || pkg-config --exists libcrypt 2>/dev/null || missing+=(libcrypt-dev)
	[ -e $(HEADERS)/zlib.h ] || pkg-config --exists zlib 2>/dev/null || missing+=(zlib1g-dev)
	[ $${#missing[@]} -gt 0 ] || exit 0
	if ! command -v apt-get >/dev/null; then
	  tell "请先装好这些(Debian 的名称):$${missing[*]}" "install these first (Debian's names): $${missing[*]}"
	  exit 1
	fi
	root=(env)
	if [ "$$(id -u)" != 0 ]; then
	  if ! command -v sudo >/dev/null; then
	    tell "请用 root 执行:apt-get install $${missing[*]}" "run as root: apt-get install $${missing[*]}"
	    exit 1
	  fi
	  root=(sudo)
	  [ -t 0 ] || root=(sudo -n)
	fi
	tell "安装 $${missing[*]}" "installing $${missing[*]}"
	install() {
	  "$${root[@]}" apt-get "$$@" update -qq &&
	    "$${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "$$@" install -y -qq --no-install-recommends "$${missing[@]}"
	}
	install || {
	  tell '再试一次:apt 自己的用户可能连不上网络,改由 root 下载' 'once more: the user that apt downloads as may reach no host, so root does'
	  install -o APT::Sandbox::User=root
	}
