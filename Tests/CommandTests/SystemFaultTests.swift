// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// A system that gives too little, that is stopped in the middle, or where somebody else has been.
struct SystemFaultTests {
  private let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
  }

  private static let point = "sweep --theta 1 --x 0.3 --phi 2"
  private static let some = "sweep --theta 1,2 --x 0.3 --phi 1,2,3"

  // MARK: Limits

  #if os(Linux)
    @Test(arguments: [4, 5, 6, 7, 8, 10, 12, 16, 20])
    func fewDescriptorsAreSaid(_ count: Int) async throws {
      for command in [Self.point, "--theta 1 --x 0.3", "\(Self.point) --output f", "batch"] {
        let run = try await scratch.shell(
          "ulimit -n \(count); exec timeout 20 \"$GAPCHECK\" \(command)",
          input: "theta,x,phi\n1,2,3\n")
        #expect(run.status == 0 || run.status == 71 && count < 20, "\(run.errors)")
        #expect((run.status == 71) == run.errors.contains("raise ulimit -n"))
      }
      #expect(try scratch.names.filter { $0 != "f" } == [])
    }

    @Test(arguments: [100_000, 110_000, 120_000, 130_000, 150_000, 200_000, 1_000_000])
    func littleMemoryIsSaid(_ size: Int) async throws {
      let run = try await scratch.shell(
        "ulimit -v \(size); exec timeout 20 \"$GAPCHECK\" \(Self.point) --output f")
      // 127: the system could not even load the program.
      #expect([0, 71, 127].contains(run.status), "\(run.status): \(run.errors)")
      #expect(size < 1_000_000 || run.status == 0)
      #expect(try scratch.names == (run.status == 0 ? ["f"] : []))
    }

    /// Limits of processes are not those of root.
    @Test(
      .enabled(if: geteuid() == 0 && FileManager.default.fileExists(atPath: "/usr/bin/setpriv")))
    func fewThreadsAreSaid() async throws {
      let run = try await CommandRun(
        shell: "exec timeout 20 prlimit --nproc=2 setpriv --reuid=65533 --clear-groups "
          + "\"$GAPCHECK\" \(Self.point)")
      // 126, 127: that user may not even start it from where it was built.
      #expect([71, 126, 127].contains(run.status), "\(run.status): \(run.errors)")
      if run.status == 71 { #expect(run.errors.contains("threads")) }
    }
  #endif

  // MARK: Resume

  @Test(arguments: [
    ": > f.gapcheck-partial", ": > f.gapcheck-partial; echo other > f.gapcheck-partial.parameters",
    "echo other > f.gapcheck-partial.parameters", ": > f.gapcheck-partial.parameters",
  ])
  func anEmptyPartialIsABeginning(_ left: String) async throws {
    let run = try await scratch.shell(
      #"\#(left); "$GAPCHECK" \#(Self.some) --output f --resume && "$GAPCHECK" \#(Self.some) | cmp f -"#
    )
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(try scratch.names == ["f"])
  }

  /// In the middle of a file a line that is not that of the plan: it goes on from there.
  @Test(
    arguments: ["csv", "ndjson", "json"],
    [
      "sed '4s/.*/oops/'", "sed '4s/.*//'", "sed 4d", "sed '3s/^[^2]*2/7/'", "sed '4s/,[^,]*$//'",
      "sed '4s/ok/OK/'", "sed '1s/.*/a,b/'", "tr 1 3", "tr , ';'", "sed '3s/./\\x00/g'",
      "awk '{print} END {print \"more\"}'", "awk '{print} END {print \"\"}'",
    ])
  func rowsThatAreNoRowsAreNotTakenOver(_ format: String, _ edit: String) async throws {
    let run = try await scratch.shell(
      """
      g="$GAPCHECK"; sweep="\(Self.some) --format \(format) --output f"
      "$g" $sweep; mv f whole
      (ulimit -f 0; exec "$g" $sweep) 2> /dev/null
      (ulimit -f 1; exec "$g" $sweep) 2> /dev/null
      \(edit) whole > f.gapcheck-partial
      "$g" $sweep --resume; cmp f whole
      """)
    #expect(run.status == 0, "\(run.errors)\(run.output)")
  }

  /// Killed at random moments, over and over, with what was written torn as by a crash of the system.
  @Test func fortyKillsLoseNothing() async throws {
    var random = SeededRandom(seed: 4)
    let moments = (0..<40).map { index in
      let tear = index % 4 == 3 ? String(Int(random.uniform(0, 3000))) : "0"
      return String(format: "%.3f:%@", random.uniform(0, 0.4), tear)
    }
    let sweep = "sweep --theta 1,2 --x=-2..2:5 --phi 0.01..100:3000 --jobs 2"
    let run = try await scratch.shell(
      """
      g="$GAPCHECK"; "$g" \(sweep) > whole; done=0
      for moment in \(moments.joined(separator: " ")); do
        "$g" \(sweep) --output f --resume & p=$!
        sleep ${moment%:*}; kill -9 $p 2> /dev/null; wait $p
        if [ -e f ]; then cmp f whole || exit 3; rm f; done=$((done + 1)); fi
        tear=${moment#*:}; size=$(wc -c 2> /dev/null < f.gapcheck-partial || echo 0)
        if [ "$tear" -gt 0 ] && [ "$size" -gt 0 ]; then
          truncate -s $((size > tear ? size - tear : 0)) f.gapcheck-partial
        fi
      done
      "$g" \(sweep) --output f --resume && cmp f whole
      """)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.names == ["f", "whole"])
  }

  // MARK: Files of others

  @Test(arguments: [".gapcheck-partial", ".gapcheck-partial.parameters"])
  func aLinkInTheWayIsNotFollowed(_ suffix: String) async throws {
    for link in ["ln -s victim", "ln victim", "mkfifo"] {
      for resume in ["", "--resume"] {
        let scratch = try ScratchDirectory()
        let run = try await scratch.shell(
          "echo precious > victim; \(link) f\(suffix); "
            + "timeout 20 \"$GAPCHECK\" \(Self.point) --output f \(resume); echo $?; cat victim")
        #expect(run.output == "74\nprecious\n", "\(link) \(suffix) \(resume): \(run.errors)")
        #expect(!(try scratch.names.contains("f")))
      }
    }
  }

  @Test func aFileKeepsItsMode() async throws {
    let run = try await scratch.shell(
      """
      umask 022; for mode in 600 640 644 444; do
        : > f; chmod $mode f; "$GAPCHECK" \(Self.point) --output f; ls -l f | cut -c 1-10; rm -f f
      done; umask 077; "$GAPCHECK" \(Self.point) --output f; ls -l f | cut -c 1-10
      """)
    #expect(run.output == "-rw-------\n-rw-r-----\n-rw-r--r--\n-r--r--r--\n-rw-------\n")
  }

  // MARK: Descriptors that are closed or full

  @Test(arguments: ["<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"])
  func aFileIsNotTakenForAClosedDescriptor(_ closed: String) async throws {
    let run = try await scratch.shell(
      #""$GAPCHECK" \#(Self.some) --output f \#(closed); "$GAPCHECK" \#(Self.some) | cmp f -"#)
    #expect(run.status == 0, "\(run.errors)")
  }

  @Test func aClosedInputIsABadDescriptor() async throws {
    let run = try await scratch.shell(#""$GAPCHECK" batch --output f <&-"#)
    #expect(run.status == 74)
    #expect(run.errors == "gapcheck: cannot read standard input: Bad file descriptor\n")
  }

  @Test func aClosedTableIsABadDescriptor() async throws {
    let run = try await scratch.shell(#""$GAPCHECK" maximize --data - <&-"#)
    #expect(run.status == 74)
    #expect(run.errors == "gapcheck: cannot read standard input: Bad file descriptor\n")
  }

  /// The place is looked at before the work, which takes for ever here, and the file is named that was asked for.
  @Test(arguments: [
    "report --theta 1 --x 0.3 --output nowhere/a.html",
    "plot gap --theta 1 --x 0.3 --script --output nowhere/a.html",
    "batch --output nowhere/a.html",
    "sweep --theta 1 --x 0..1:100000 --phi 0.1..9:100000 --output nowhere/a.html",
  ])
  func aPlaceThatIsNoneIsSaidFirst(_ arguments: String) async throws {
    let run = try await scratch.shell(
      "timeout 20 \"$GAPCHECK\" \(arguments)")
    #expect(run.status == 74)
    #expect(
      run.errors == "gapcheck: cannot write nowhere/a.html: No such file or directory\n",
      "\(run.errors)")
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
    arguments: [
      "--help", "check --help", "help batch", "--version", "--generate-completion-script bash",
    ])
  func helpThatCannotBeWrittenIsAFailure(_ arguments: String) async throws {
    let full = try await scratch.shell("\"$GAPCHECK\" \(arguments) > /dev/full")
    #expect(full.status == 74)
    #expect(
      full.errors
        == "gapcheck: standard output cannot be written: No space left on device\n")
    let closed = try await scratch.shell("\"$GAPCHECK\" \(arguments) >&-")
    #expect(closed.status == 74)
    let left = try await scratch.shell(
      "(trap '' PIPE; \"$GAPCHECK\" \(arguments); echo $? >&2) | :")
    #expect(left.output == "" && left.errors == "0\n")
  }

  // MARK: Messages

  @Test(arguments: [
    ["--theta"], ["--theta=1", "--x"], ["--prior"], ["--log-joint=z", "--support"],
    ["--theta=1", "--x=1", "--format"], ["kl", "--q"], ["batch", "--header"], ["sweep", "--phi"],
    ["maximize", "--data"], ["sample", "--q"], ["gradient", "--samples"], [],
  ])
  func aMessageShowsNeitherAllNorControlCharacters(_ arguments: [String]) async throws {
    for (piece, count) in [("1x", 20_000), ("\u{1B}[31m\u{7}\u{8}\r", 1), ("\u{9B}é", 20_000)] {
      let text = String(repeating: piece, count: count)
      let last = arguments.last.map { "\($0)=\(text)" } ?? text
      let run = try await CommandRun(arguments.dropLast() + [last])
      #expect((64...74).contains(run.status), "\(run.status)")
      #expect(run.errors.utf8.count < 2500, "\(run.errors.count)")
      let controls = run.errors.unicodeScalars.filter {
        $0.properties.generalCategory == .control && $0 != "\n"
      }
      #expect(controls.isEmpty)
    }
  }

  /// A line break, marks of the direction of writing and separators of lines, in a value and in a spec.
  @Test(arguments: ["a\nb", "a\u{202E}b", "a\u{2028}b", "a\u{1B}[31mb"])
  func aValueHasNoLinesOfItsOwn(_ value: String) async throws {
    for arguments in [
      ["--theta", "1", "--x", value], ["--prior", "gamma(\(value), 1)", "--x", "1"],
      ["--theta", "1", "--x", "1", "--format", value],
    ] {
      let run = try await CommandRun(arguments)
      #expect(run.status == 64)
      #expect(run.errors.split(separator: "\n").count == 3, "\(run.errors)")
      #expect(run.errors.contains(#"a\"#), "\(run.errors)")
      #expect(!run.errors.contains("\u{202E}") && !run.errors.contains("\u{2028}"))
    }
  }

  /// What is too long is the value, not what is said of it.
  @Test func theValueIsCutAndNotTheMessage() async throws {
    let run = try await CommandRun(
      ["sample", "--phi", "2", "--digits", "0." + String(repeating: "0", count: 400) + "1"])
    #expect(run.status == 64)
    for part in ["The value '0.000", "[...]", "for '--digits <digits>'", "'rounded' and 'full'"] {
      #expect(run.errors.contains(part), "\(run.errors)")
    }
  }

  @Test func aGroupCannotColourTheTerminal() async throws {
    let run = try await scratch.shell(
      #"printf 'y,g\n1,\033[31mred\n' > t.csv; "$GAPCHECK" posterior --theta 1 --data t.csv --x y --group g; "#
        + #"printf 'name,q,p\na\033\000b,"normal(0,1)","normal(1,1)"\n' | "$GAPCHECK" fixtures --format csv"#
    )
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains(#"\u{1B}[31mred"#) && run.output.contains(#"a\u{1B}\0b"#))
    #expect(!run.output.contains("\u{1B}") && !run.output.contains("\0"))
  }

  @Test func aReasonIsCut() async throws {
    let spec = "normal(" + String(repeating: "1+", count: 50_000) + "z, 1"
    let run = try await CommandRun(
      ["batch", "--p", "normal(0, 1)", "--header", "q", "--no-header"], input: "\"\(spec)\"\n")
    #expect(run.status == 0)
    #expect(run.output.utf8.count < spec.utf8.count + 1000)
    #expect(run.output.contains("[...]"))
  }
}
