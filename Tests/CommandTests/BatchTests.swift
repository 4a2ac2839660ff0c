// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck batch`: rows in, rows out.
struct BatchTests {
  private static let results =
    "log_evidence,log_evidence_error,elbo,elbo_error,gap,gap_error,kl,kl_error,"
    + "elbo_gradient_theta,elbo_gradient_phi,status,reason,"
    + "elbo_gradient_theta_error,elbo_gradient_phi_error"

  /// The results at θ = 1, x = 0.3, φ = 2, as CSV.
  private static func known() async throws -> String {
    let run = try await CommandRun(["sweep", "--theta", "1", "--x", "0.3", "--phi", "2"])
    let line = try #require(run.output.split(separator: "\n").last)
    return line.split(separator: ",", omittingEmptySubsequences: false).dropFirst(3)
      .joined(separator: ",")
  }

  static func batch(_ input: String, _ options: [String] = []) async throws -> CommandRun {
    try await CommandRun(["batch"] + options, input: input)
  }

  // MARK: CSV

  @Test(arguments: ["csv", "ndjson"], ["1", "2", "7"])
  func aSweepThroughItIsTheSweep(_ format: String, _ jobs: String) async throws {
    let sweep = SweepTests.grid.joined(separator: " ") + " --format \(format)"
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #""$GAPCHECK" \#(sweep) > f; "$GAPCHECK" batch --jobs \#(jobs) < f | cmp f -"#)
    #expect(run.status == 0, "\(run.output)\(run.errors)")
  }

  /// A name, and the input, of which all comes out but for line ends, a byte order mark and blank lines.
  @Test(arguments: [
    ("three columns", "theta,x,phi\n1,0.3,2\n"),
    ("another order, other columns", "name,phi,x,theta,\na,2,0.3,1,\n"),
    ("quoted cells", "\"a,\"\"b\",theta,\"x\",phi\n\"1,\"\"2\"\"\",\"1\",0.3,\"2\"\n"),
    ("CRLF", "theta,x,phi\r\n1,0.3,2\r\n1,0.3,2\r\n"),
    ("a byte order mark", "\u{FEFF}theta,x,phi\n1,0.3,2\n"),
    ("blank lines before the header", "\n \r\ntheta,x,phi\n1,0.3,2\n1,0.3,2\n"),
    ("no line break at the end", "theta,x,phi\n1,0.3,2"),
    ("spaces", "theta, x, phi\n1, 0.3 ,\t2\n"),
    ("other ways to write a number", "theta,x,phi\n+1.0,3e-1,0.2E1\n"),
    ("no rows", "theta,x,phi\n"),
    ("a header alone", "theta,x,phi"),
    ("letters of any kind", "Größe,theta,x,phi\n\"\u{301}é,✓\",1,0.3,2\n"),
  ])
  func carriesThrough(_ name: String, _ input: String) async throws {
    let known = try await BatchTests.known()
    let run = try await BatchTests.batch(input)
    #expect(run.status == 0)
    #expect(run.errors == "")
    let carried = input.replacing("\u{FEFF}", with: "").split(whereSeparator: \.isNewline)
      .filter { $0 != " " }
    let lines = zip(carried, [BatchTests.results] + carried.dropFirst().map { _ in known })
    #expect(run.output == lines.map { "\($0),\($1)\n" }.joined(), "\(name)")
  }

  @Test func aResultThatIsThereIsComputedAnewInItsPlace() async throws {
    let run = try await BatchTests.batch("kl,theta,x,status,phi\n7,1,0.3,bad,2\n")
    let rows = run.table
    #expect(rows.header.prefix(5) == ["kl", "theta", "x", "status", "phi"])
    #expect(rows.header.count == Set(rows.header).count)
    let known = CSVTable(
      try await CommandRun(["sweep", "--theta", "1", "--x", "0.3", "--phi", "2"]).output)
    for name in known.header where !["theta", "x", "phi"].contains(name) {
      #expect(rows[name] == known[name], "\(name)")
    }
  }

  @Test(arguments: [
    ("theta,x\n1,2\n", "the input has no column 'phi'; its header is theta, x"),
    ("a,b\n", "the input has no column 'theta'; its header is a, b"),
    (
      "theta;x;phi\n1;2;3\n",
      "columns are separated by commas, and in the input by ';'; its header is theta;x;phi"
    ),
    ("a\ttheta\tx\tphi\n", "columns are separated by commas, and in the input by tabs"),
    ("theta,x,phi,id,id\n", "the input has more than one column 'id'"),
    ("x,theta,phi,theta\n1,2,3,4\n", "the input has more than one column 'theta'; its header is x"),
    ("Theta,x,phi\n", "no column 'theta'"),
  ])
  func refusesAHeaderWithoutAColumn(_ input: String, _ shown: String) async throws {
    let scratch = try ScratchDirectory()
    for option in ["", "--output f"] {
      let run = try await scratch.shell(#""$GAPCHECK" batch \#(option)"#, input: input)
      #expect(run.status == 65)
      #expect(run.output == "")
      #expect(run.errors.contains(shown), "\(run.errors)")
    }
    #expect(try scratch.names == [])
  }

  @Test(arguments: [
    ("1,0.3", "\"the row must have 3 cells, as the header, got 2\""),
    ("1,0.3,2,9", "\"the row must have 3 cells, as the header, got 4\""),
    ("0,0.3,2", "\"theta must be a positive finite number, got '0'\""),
    ("-1,0.3,2", "\"theta must be a positive finite number, got '-1'\""),
    ("1,abc,2", "\"x must be a finite number, got 'abc'\""),
    ("1,nan,2", "\"x must be a finite number, got 'nan'\""),
    ("1,0.3,", "\"phi must be a positive finite number, got ''\""),
    ("1,0.3,1e999", "\"phi must be a positive finite number, got '1e999'\""),
    ("1\0garbage,0.3,2", "\"theta must be a positive finite number, got '1\\0garbage'\""),
    ("1,0.3\0,2", "\"x must be a finite number, got '0.3\\0'\""),
    ("1,0.3,\"2\"\"\"", "\"phi must be a positive finite number, got '2\"\"'\""),
    ("1,0.3,\"2", "the row must close its quotes: it is one line"),
  ])
  func aRowThatCannotBeReadIsInvalidAndTheRestGoesOn(
    _ row: String, _ reason: String
  ) async throws {
    let known = try await BatchTests.known()
    let run = try await BatchTests.batch("theta,x,phi\n\(row)\n1,0.3,2\n")
    #expect(run.status == 0)
    #expect(run.errors == "")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[1].hasSuffix(",,,,,,,,,,invalid,\(reason),,"), "\(lines[1])")
    #expect(lines[2] == "1,0.3,2,\(known)")
  }

  /// The output is text all the same, and has a line for each.
  @Test func aRowThatIsNoTextIsInvalidAndTheRestGoesOn() async throws {
    let run = try await CommandRun(
      shell: #"printf 'name,theta,x,phi\n\303,1,0.3,2\nb,1,0.3,2\n' | "$GAPCHECK" batch"#)
    #expect(run.status == 0 && run.errors == "")
    #expect(
      run.table.rows.map { $0["status"] } == ["invalid", "ok"]
        && run.table.rows.first?["reason"] == "the row must be text in UTF-8, and is not")
    let strict = try await CommandRun(
      shell: #"printf 'name,theta,x,phi\n\303,1,0.3,2\n' | "$GAPCHECK" batch --strict"#)
    #expect(strict.status == 1)
    let header = try await CommandRun(
      shell: #"printf '\303,theta,x\na,1,0.3\n' | "$GAPCHECK" batch"#)
    #expect(header.status == 65 && header.output == "", "\(header)")
  }

  /// A row that cannot be computed.
  @Test func anOverflowIsARow() async throws {
    let run = try await BatchTests.batch("theta,x,phi\n1,1e200,2\n1,0.3,1e-200\n1,0.3,2\n")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(lines[1].contains(",overflow,") && lines[2].contains(",overflow,"))
    #expect(lines[3].contains(",ok,,"))
  }

  @Test(arguments: ["", "\n", " \r\n\n", "\u{FEFF}"])
  func nothingInNothingOut(_ input: String) async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"cat > in; "$GAPCHECK" batch < in && "$GAPCHECK" batch --output f < in"#, input: input)
    #expect(run.status == 0)
    #expect(run.output == "" && run.errors == "")
    #expect(try scratch.text("f") == "")
  }

  // MARK: NDJSON

  @Test func carriesMembersThrough() async throws {
    let lines = [
      #"{"theta":1,"x":0.3,"phi":2,"tags":[1,{"x":"}"}],"note":"a\"b,\u00e9\\"}"#,
      #"  { "note" : { "theta" : 9 } , "phi" : 2e0,"x":0.3 ,"\u0074heta":1.0 }  "#,
      #"{"theta":1,"x":0.3,"phi":2,"kl":"old","big":123456789012345678901234567890}"#,
    ]
    let run = try await BatchTests.batch("\u{FEFF}" + lines.joined(separator: "\r\n"))
    #expect(run.status == 0)
    let output = run.output.split(separator: "\n")
    try #require(output.count == 3)
    #expect(
      output[0].hasPrefix(
        #"{"theta":1,"x":0.3,"phi":2,"tags":[1,{"x":"}"}],"note":"a\"b,\u00e9\\","log_evidence":-1"#
      ))
    #expect(
      output[1].hasPrefix(
        #"{"note":{ "theta" : 9 },"phi":2e0,"x":0.3,"\u0074heta":1.0,"log_evidence":-1"#))
    #expect(output[2].hasPrefix(#"{"theta":1,"x":0.3,"phi":2,"kl":0.03"#))
    #expect(output[2].contains(#","big":123456789012345678901234567890,"log_evidence""#))
    #expect(output.allSatisfy { $0.contains(#""status":"ok","reason":null,"#) })
  }

  @Test(arguments: [
    "1", "[1,2]", "\"text\"", "null", "{\"theta\":1", "theta,x,phi", "{\"theta\":1}{\"x\":1}",
    "{'theta':1}", "\\", "é",
  ])
  func aLineThatIsNoObjectIsInvalidAndTheRestGoesOn(_ line: String) async throws {
    let row = #"{"theta":1,"x":0.3,"phi":2}"#
    let run = try await BatchTests.batch("\(row)\n\(line)\n\(row)\n")
    #expect(run.status == 0)
    #expect(run.errors == "")
    let objects = try run.objects()
    try #require(objects.count == 3)
    #expect(objects[1]["input"] == .text(line))
    #expect(objects[1]["status"] == .text("invalid"))
    #expect(objects[1]["reason"] == .text("the line must be a JSON object"))
    #expect(objects[2] == objects[0])
    #expect(objects[2]["status"] == .text("ok"))
  }

  @Test(arguments: [
    (#"{"x":0.3,"phi":2}"#, "theta must be a positive finite number, got nothing"),
    (#"{}"#, "theta must be a positive finite number, got nothing"),
    (#"{"theta":1,"x":null,"phi":2}"#, "x must be a finite number, got 'null'"),
    (#"{"theta":1,"x":0.3,"phi":"two"}"#, "phi must be a positive finite number, got 'two'"),
    (
      #"{"theta":1,"x":0.3,"theta":3,"phi":2}"#, "the object must have one member 'theta', got more"
    ),
    (#"{"theta":1,"x":0.3,"phi":[2]}"#, "phi must be a positive finite number, got '[2]'"),
  ])
  func anObjectWithoutANumberIsInvalid(_ line: String, _ reason: String) async throws {
    let run = try await BatchTests.batch(line + "\n" + #"{"theta":1,"x":0.3,"phi":2}"# + "\n")
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 2)
    #expect(lines[0].contains(#""status":"invalid","reason":\#(quoted(reason)),"#), "\(lines[0])")
    #expect(lines[0].contains(#""kl":null"#))
    #expect(lines[1].contains(#""status":"ok""#))
  }

  private func quoted(_ text: String) -> String {
    "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
  }

  // MARK: As a filter

  /// Each row is asked for before the next is given: a filter that waited for more would stand still,
  /// and be ended.
  @Test func aRowComesBeforeTheNextIsWritten() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"""
      mkfifo in out; timeout 30 "$GAPCHECK" batch < in > out &
      exec 3> in 4< out
      echo theta,x,phi >&3; read -r line <&4; echo "$line" | cut -d, -f 1-4
      for x in 1 2 3; do echo "1,$x,2" >&3; read -r line <&4; echo "$line" | cut -d, -f 1-3,14; done
      exec 3>&-; wait $!; echo $?
      """#)
    #expect(run.output == "theta,x,phi,log_evidence\n1,1,2,ok\n1,2,2,ok\n1,3,2,ok\n0\n")
  }

  /// A line in pieces, and two lines at once.
  @Test func piecesOfLinesArePutTogether() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"(printf the; sleep 0.1; printf 'ta,x,phi\n1,0'; sleep 0.1; printf '.3,2\n1,0.3,2\n1,'; "#
        + #"sleep 0.1; printf 0.3,2) | "$GAPCHECK" batch"#)
    let known = try await BatchTests.known()
    #expect(
      run.output
        == "theta,x,phi,\(BatchTests.results)\n"
        + String(repeating: "1,0.3,2,\(known)\n", count: 3))
  }

  /// The source says nothing more, and never ends: the filter does, once it cannot write.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskEndsItWhileTheSourceIsSilent() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"mkfifo in; timeout 30 "$GAPCHECK" batch < in > /dev/full & exec 3> in; "#
        + #"printf '{"theta":1,"x":1,"phi":1}\n' >&3; wait $!; echo $?"#)
    #expect(run.output == "74\n")
    #expect(run.errors == "gapcheck: cannot write standard output: No space left on device\n")
  }

  @Test func aReaderThatHasEnoughEndsItQuietly() async throws {
    let run = try await CommandRun(
      shell: #"(echo theta,x,phi; yes 1,1,1) 2> /dev/null "#
        + #"| ("$GAPCHECK" batch; echo $? >&2) | head -n 1"#)
    #expect(run.output == "theta,x,phi,\(BatchTests.results)\n")
    #expect(run.errors == "0\n")
  }

  @Test func theInputMayBeTheOutput() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"printf 'theta,x,phi\n1,0.3,2\n' > f; "$GAPCHECK" batch --output f < f"#)
    #expect(run.status == 0)
    let known = try await BatchTests.known()
    #expect(try scratch.text("f") == "theta,x,phi,\(BatchTests.results)\n1,0.3,2,\(known)\n")
    #expect(try scratch.names == ["f"])
  }

  @Test func anInterruptionLeavesNothing() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(
      #"mkfifo in; "$GAPCHECK" batch --output f < in & p=$!; exec 3> in; echo theta,x,phi >&3; "#
        + "while [ ! -s f.gapcheck-partial ] && kill -0 $p; do sleep 0.01; done; "
        + "kill -INT $p; wait $p; echo $?")
    #expect(run.output == "130\n")
    #expect(run.errors == "gapcheck: interrupted; f was not written\n")
    #expect(try scratch.names == ["in"])
  }

  @Test func saysSoWhenTheInputCannotBeRead() async throws {
    let scratch = try ScratchDirectory()
    let run = try await scratch.shell(#""$GAPCHECK" batch --output f < ."#)
    #expect(run.status == 74)
    #expect(run.errors == "gapcheck: cannot read standard input: Is a directory\n")
    #expect(try scratch.names == [])
  }

  @Test func aClosedStandardErrorIsNoCrash() async throws {
    let run = try await CommandRun(shell: #""$GAPCHECK" batch 2>&-"#, input: "a\n")
    #expect(run.status == 65)
  }
}
