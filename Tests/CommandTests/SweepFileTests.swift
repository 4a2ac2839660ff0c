// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck sweep --output`: complete, or not there; and `--resume`.
struct SweepFileTests {
  private let scratch: ScratchDirectory

  init() throws {
    scratch = try ScratchDirectory()
  }

  /// Some seconds of work, so that there is a middle.
  private static let long = "sweep --theta 1,2 --x=-2..2:5 --phi 0.01..100:3000 --jobs 2"
  /// More than anybody waits for.
  private static let endless = "sweep --theta 1 --x 0.3 --phi 0.01..100:1000000000 --jobs 2"
  private static let point = "sweep --theta 1 --x 0.3 --phi 2"

  /// Waits until there are rows in f's partial file, which process $p writes.
  private static let waitForRows =
    "while [ $(wc -c 2> /dev/null < f.gapcheck-partial || echo 0) -lt 4000 ] && kill -0 $p; "
    + "do sleep 0.01; done;"

  @Test func theFileIsWhatStandardOutputWouldBe() async throws {
    let run = try await scratch.shell(
      #"g="$GAPCHECK"; "$g" \#(SweepTests.grid.joined(separator: " ")) --output f; "#
        + #""$g" \#(SweepTests.grid.joined(separator: " ")) | cmp f -"#)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.names == ["f"])
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func anInterruptionLeavesNoFile(_ signal: String, _ status: Int) async throws {
    let run = try await scratch.shell(
      #""$GAPCHECK" \#(SweepFileTests.endless) --output f & p=$!; \#(SweepFileTests.waitForRows) "#
        + "kill -\(signal) $p; wait $p; echo $?")
    #expect(run.output == "\(status)\n")
    #expect(
      run.errors.contains(
        "gapcheck: interrupted; f was not written, --resume goes on from f.gapcheck-partial\n"))
    #expect(try scratch.names == ["f.gapcheck-partial", "f.gapcheck-partial.parameters"])
  }

  /// The reader of the pipe does not read: the writer is stopped in the middle of a write.
  @Test func anInterruptionEndsABlockedWriter() async throws {
    let run = try await scratch.shell(
      #"mkfifo pipe; timeout 60 "$GAPCHECK" \#(SweepFileTests.endless) > pipe & p=$!; "#
        + "exec 3< pipe; read -r line <&3; kill -INT $p; wait $p; echo $?")
    #expect(run.output == "130\n")
    #expect(run.errors.contains("gapcheck: interrupted\n"))
  }

  // MARK: Resume

  @Test(arguments: ["csv", "ndjson", "json"], ["1/1", "2/3"])
  func resumesWhereItWasKilled(_ format: String, _ shard: String) async throws {
    let sweep = SweepFileTests.long + " --format \(format) --shard \(shard)"
    let run = try await scratch.shell(
      """
      g="$GAPCHECK"; "$g" \(sweep) > whole
      "$g" \(sweep) --output f & p=$!
      \(SweepFileTests.waitForRows)
      kill -9 $p; wait $p
      [ -e f ] && exit 3
      # In the middle of a line, whatever the kill has left.
      size=$(wc -c < f.gapcheck-partial); truncate -s $((size - 100)) f.gapcheck-partial
      cp f.gapcheck-partial cut
      "$g" \(sweep) --output f --resume && cmp f whole
      """)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.names == ["cut", "f", "whole"])
    let cut = try scratch.text("cut")
    #expect(!cut.isEmpty && !cut.hasSuffix("\n"))
  }

  /// Cut at every place there can be in a short file: also before the first row, and after the last.
  @Test(arguments: ["csv", "ndjson", "json"])
  func resumesFromEveryPlace(_ format: String) async throws {
    let sweep = "sweep --theta 1 --x 0.3 --phi 1e-200,1,2,3,4,5,6,7,8 --format \(format) --output f"
    let run = try await scratch.shell(
      """
      g="$GAPCHECK"; "$g" \(sweep); [ $? = 1 ] || exit 2; mv f whole
      # No file may grow beyond a block: a run that ends in the middle, and leaves its note.
      (ulimit -f 1; exec "$g" \(sweep)) 2> /dev/null; cp f.gapcheck-partial.parameters note
      size=$(wc -c < whole)
      for length in 0 1 2 3 40 150 $((size - 3)) $((size - 2)) $((size - 1)) $size; do
        head -c $length whole > f.gapcheck-partial; cp note f.gapcheck-partial.parameters
        "$g" \(sweep) --resume; echo $?
        cmp f whole || exit 4; rm f
      done
      """)
    #expect(run.status == 0, "\(run.errors)")
    // The rows that failed before count, too.
    #expect(run.output == String(repeating: "1\n", count: 10))
  }

  @Test func nothingToResumeIsABeginning() async throws {
    let run = try await scratch.shell(
      #"g="$GAPCHECK"; "$g" \#(SweepFileTests.point) --output f --resume "#
        + #"&& "$g" \#(SweepFileTests.point) | cmp f -"#)
    #expect(run.status == 0)
    #expect(run.errors == "")
    #expect(try scratch.names == ["f"])
  }

  @Test(arguments: [
    "--theta 2 --x 0.3 --phi 2", "--theta 1 --x 0.4 --phi 2", "--theta 1 --x 0.3 --phi 3",
    "--theta 1 --x 0.3 --phi 2 --format json", "--theta 1 --x 0.3 --phi 2 --shard 1/2",
    "--theta 1 --x 0.3 --phi 2 --tolerance 1e-9",
  ])
  func refusesToResumeSomethingElse(_ other: String) async throws {
    let run = try await scratch.shell(
      #"""
      g="$GAPCHECK"
      "$g" \#(SweepFileTests.endless) --output f & p=$!; \#(SweepFileTests.waitForRows)
      kill -9 $p; wait $p
      cksum f.gapcheck-partial* > before
      "$g" sweep \#(other) --output f --resume; echo $?
      cksum f.gapcheck-partial* | cmp - before
      """#)
    #expect(run.status == 0)
    #expect(run.output == "74\n")
    #expect(
      run.errors.contains(
        "f.gapcheck-partial is an unfinished run with other parameters; remove it, "
          + "or run without --resume"))
    #expect(!(try scratch.names.contains("f")))
  }

  /// A note that was torn as by a crash of the system is no other run.
  @Test(arguments: [": >", "printf 'gapcheck 0' >", "rm"])
  func aDamagedNoteIsSaid(_ damage: String) async throws {
    let run = try await scratch.shell(
      #"""
      g="$GAPCHECK"
      "$g" \#(SweepFileTests.endless) --output f & p=$!; \#(SweepFileTests.waitForRows)
      kill -9 $p; wait $p; \#(damage) f.gapcheck-partial.parameters
      "$g" \#(SweepFileTests.endless) --output f --resume; echo $?
      """#)
    #expect(run.output == "74\n")
    #expect(
      run.errors.contains(
        "f.gapcheck-partial.parameters, which says what f.gapcheck-partial is a part of, is damaged"
      ),
      "\(run.errors)")
  }

  @Test func refusesAFileThatAnotherRunWrites() async throws {
    let run = try await scratch.shell(
      #""$GAPCHECK" \#(SweepFileTests.endless) --output f & p=$!; \#(SweepFileTests.waitForRows) "#
        + #""$GAPCHECK" \#(SweepFileTests.point) --output f; echo $?; kill -9 $p; wait $p"#)
    #expect(run.output == "74\n")
    #expect(run.errors.contains("another run is writing f.gapcheck-partial"))
  }

  // MARK: Places

  @Test func aLinkStaysALink() async throws {
    let run = try await scratch.shell(
      #"mkdir d; echo old > d/real; ln -s d/real link; ln -s new d/far; "#
        + #""$GAPCHECK" \#(SweepFileTests.point) --output link; "#
        + #""$GAPCHECK" \#(SweepFileTests.point) --output d/far; "#
        + "[ -L link ] && [ -L d/far ] && cmp d/real d/new")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.names == ["d", "link"])
    #expect(try scratch.text("d/real").hasPrefix("theta,x,phi,"))
  }

  @Test func aDeviceIsWrittenAsItIs() async throws {
    let run = try await scratch.shell(
      #""$GAPCHECK" \#(SweepFileTests.point) --output /dev/stdout | head -n 1 | cut -c 1-11; "#
        + #"mkfifo pipe; cat pipe & "$GAPCHECK" \#(SweepFileTests.point) --output pipe --resume; "#
        + "wait; [ -p pipe ]")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.hasPrefix("theta,x,phi\ntheta,x,phi,log_evidence"))
    #expect(try scratch.names == ["pipe"])
  }

  @Test(arguments: [
    ("directory", "cannot write directory: Is a directory"),
    ("nowhere/f", "cannot write nowhere/f: No such file or directory"),
    ("g", "cannot write g.gapcheck-partial: Is a directory"),
    ("h", "cannot write h.gapcheck-partial.parameters"),
    ("/proc/f", "cannot write /proc/f: No such file or directory"),
  ])
  func refusesAPlaceBeforeTheWork(_ path: String, _ shown: String) async throws {
    let run = try await scratch.shell(
      "mkdir directory g.gapcheck-partial h.gapcheck-partial.parameters; "
        + #""$GAPCHECK" \#(SweepFileTests.endless) --output \#(path)"#)
    #expect(run.status == 74)
    #expect(run.errors.contains(shown), "\(run.errors)")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskEndsIt() async throws {
    for output in ["> /dev/full", "--output /dev/full"] {
      let run = try await scratch.shell(#""$GAPCHECK" \#(SweepFileTests.endless) \#(output)"#)
      #expect(run.status == 74)
      #expect(run.errors.contains("No space left on device"))
    }
  }

  @Test func aReaderThatHasEnoughEndsItQuietly() async throws {
    let run = try await scratch.shell(
      #"("$GAPCHECK" \#(SweepFileTests.endless); echo $? >&2) | head -n 1"#)
    #expect(run.output.hasPrefix("theta,x,phi,"))
    #expect(run.errors == "0\n")
  }
}
