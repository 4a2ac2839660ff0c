// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck batch` of posteriors, of pairs, and of rows of all kinds in one stream.
@Suite struct MixedBatchTests {
  /// A row of each kind, and what the other commands say to it.
  struct Sample: Sendable, CustomTestStringConvertible {
    let row: String
    let arguments: [String]
    var testDescription: String { row }
  }

  private static let counts = ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)"]
  private static let formula = [
    "--log-joint", "-z - 0.5*(x - z)^2", "--support", "0..inf", "--x", "2",
  ]

  static let samples = [
    Sample(
      row: #"{"prior":"gamma(2, 1)","likelihood":"poisson(z)","x":[3,1]}"#,
      arguments: ["posterior"] + counts + ["--x", "3,1"]),
    Sample(
      row: #"{"prior":"normal(0, 1)","x":-3,"q":null}"#,
      arguments: ["posterior", "--prior", "normal(0, 1)", "--x", "-3"]),
    Sample(
      row: #"{"log_joint":"-z - 0.5*(x - z)^2","support":"0..inf","x":2}"#,
      arguments: ["posterior"] + formula),
    Sample(
      row: #"{"command":"posterior","theta":1,"x":0.3}"#,
      arguments: ["posterior", "--theta", "1", "--x", "0.3"]),
    Sample(
      row: #"{"prior":"cauchy(0, 1)","likelihood":"uniform(-1, 1)","x":"0.4"}"#,
      arguments: [
        "posterior", "--prior", "cauchy(0, 1)", "--likelihood", "uniform(-1, 1)", "--x", "0.4",
      ]),
    Sample(
      row: #"{"q":"gamma(2, 1)","p":"gamma(3, 0.5)"}"#,
      arguments: ["kl", "--q", "gamma(2, 1)", "--p", "gamma(3, 0.5)"]),
    Sample(
      row: #"{"p":"student_t(3, 0, 1)","q":"cauchy(0, 1)","theta":7}"#,
      arguments: ["kl", "--q", "cauchy(0, 1)", "--p", "student_t(3, 0, 1)"]),
    Sample(
      row: #"{"command":"kl","prior":"normal(0, 1)","q":"beta(0.5, 3)","p":"beta(0.5, 3)"}"#,
      arguments: ["kl", "--q", "beta(0.5, 3)", "--p", "beta(0.5, 3)"]),
    Sample(
      row: #"{"q":"cauchy(0, 1)","p":"normal(0, 1)"}"#,
      arguments: ["kl", "--q", "cauchy(0, 1)", "--p", "normal(0, 1)"]),
  ]

  /// What stands in the JSON of `posterior` or `kl` from its first number to its reason.
  private static func numbers(_ json: String) throws -> Substring {
    let start = try #require(json.firstRange(of: /"(log_evidence|kl)":/)).lowerBound
    let end = try #require(json.firstRange(of: /,"(evaluations|error_kind)":/)).lowerBound
    return json[start..<end]
  }

  @Test(arguments: samples)
  func aRowSaysWhatItsCommandSays(_ sample: Sample) async throws {
    let alone = try await CommandRun(sample.arguments + ["--format", "json"])
    let run = try await BatchTests.batch(sample.row + "\n")
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.hasPrefix(sample.row.dropLast()))
    #expect(try Self.numbers(run.output) == Self.numbers(alone.output))
    #expect(run.output.contains(/,"error_kind":"(proven|estimated)"}\n$/))
  }

  /// By mpmath, in 50 digits.
  @Test func pairsHaveTheirDivergences() async throws {
    let pairs = KullbackLeiblerCommandTests.pairs
    let rows = pairs.map { "\"\($0.q)\",\"\($0.p)\"\n" }.joined()
    let run = try await BatchTests.batch("q,p\n" + rows)
    #expect(run.status == 0 && run.errors == "")
    #expect(
      run.table.header == [
        "q", "p", "kl", "kl_error", "closed_form", "closed_form_error", "agrees", "tight", "status",
        "reason", "error_kind",
      ])
    #expect(run.table["agrees"] == pairs.map { _ in "true" })
    for (row, pair) in zip(run.table.rows, pairs) {
      #expect(
        abs(row.number("kl") - pair.value) <= row.number("kl_error") + 1e-15 * pair.value,
        "\(pair.testDescription)")
    }
  }

  @Test func aPosteriorHasItsCells() async throws {
    let run = try await BatchTests.batch("prior,likelihood,x\n\"gamma(2, 1)\",poisson(z),3\n")
    #expect(run.status == 0)
    let alone = try await CommandRun(
      ["posterior"] + Self.counts + ["--x", "3", "--format", "csv"])
    let expected = try #require(alone.table.rows.first)
    let row = try #require(run.table.rows.first)
    let added = run.table.header.dropFirst(3)
    #expect(added.first == "log_evidence" && added.contains("quantile_0.975_error"))
    #expect(Array(added) == alone.table.header.filter(added.contains))
    for name in added { #expect(row[name] == expected[name], "\(name)") }
    // gamma(5, 2): its mean and its variance.
    #expect(abs(row.number("mean") - 2.5) <= row.number("mean_error"))
    #expect(abs(row.number("sd") - 1.25.squareRoot()) <= row.number("sd_error") + 1e-15)
  }

  // MARK: Rows of all kinds

  /// Rows of all kinds, good and bad, each with its number.
  static let stream: [String] = {
    let rows =
      samples.map(\.row) + [
        #"{"theta":1,"x":0.3,"phi":2}"#,
        #"{"prior":"gamma(2, 1)","likelihood":"poisson(z)","x":3,"q":"gamma(4, 2)"}"#,
        #"{"prior":"gamma(2, 1)","likelihood":"poisson(z)","x":3,"q":"gamma(4, 2"}"#,
        #"{"log_joint":"-z^2","support":"-inf..inf","q":"normal(0, 1)","p":"normal(0, 1)"}"#,
        #"{"theta":-1,"x":0.3,"phi":2}"#, #"{"q":"gamma(0, 1)","p":"gamma(1, 1)"}"#,
      ]
    return (0..<90).map { #"{"id":\#($0),"# + rows[$0 % rows.count].dropFirst() }
  }()

  @Test func eachRowHasItsOwnFieldsInTheirOrder() async throws {
    let whole = try await BatchTests.batch(Self.stream.joined(separator: "\n"), ["--jobs", "1"])
    #expect(whole.status == 0 && whole.errors == "")
    let lines = whole.output.split(separator: "\n")
    try #require(lines.count == Self.stream.count)
    for (index, line) in lines.enumerated() {
      #expect(line.hasPrefix(#"{"id":\#(index),"#))
      // What comes before it, and what it shares with others, changes no byte.
      #expect(line.dropFirst(8).hasSuffix(lines[index % 15].dropFirst(8)))
    }
    for index in 0..<15 {
      let alone = try await BatchTests.batch(Self.stream[index])
      #expect(alone.output == "\(lines[index])\n")
    }
    for jobs in ["2", "7"] {
      let other = try await BatchTests.batch(
        Self.stream.joined(separator: "\n"), ["--jobs", jobs])
      #expect(other.output == whole.output, "\(jobs) workers")
    }
  }

  @Test func theHeaderIsTheUnion() async throws {
    let run = try await BatchTests.batch(
      #"""
      phi,theta,prior,likelihood,x,q,p,kl
      2,1,,,0.3,,,
      ,,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)",,
      ,,,,,"normal(0, 1)","normal(1, 2)",old
      ,,,,,,,
      ,,"gamma(2, 1)",poisson(z),3,,,
      """#)
    #expect(run.status == 0 && run.errors == "")
    let table = run.table
    #expect(
      table.header == [
        "phi", "theta", "prior", "likelihood", "x", "q", "p", "kl", "log_evidence",
        "log_evidence_error", "elbo", "elbo_error", "gap", "gap_error", "kl_error", "closed_form",
        "closed_form_error", "agrees", "elbo_gradient_theta", "elbo_gradient_phi", "tight",
        "status", "reason", "elbo_gradient_theta_error", "elbo_gradient_phi_error", "error_kind",
      ])
    #expect(table["status"] == ["ok", "ok", "ok", "invalid", "invalid"])
    #expect(table.rows.allSatisfy { $0.cells.count == table.header.count })
    try #require(table.rows.count == 5)
    let alone = [
      try await BatchTests.batch("theta,x,phi\n1,0.3,2\n"),
      try await BatchTests.batch(
        "prior,likelihood,x,q\n\"gamma(2, 1)\",poisson(z),3,\"gamma(4, 2)\"\n"),
      try await BatchTests.batch("q,p\n\"normal(0, 1)\",\"normal(1, 2)\"\n"),
    ]
    for (row, run) in zip(table.rows, alone) {
      let single = try #require(run.table.rows.first)
      for (name, cell) in single.members { #expect(row[name] == cell, "\(name)") }
    }
    #expect(table.rows[2]["log_evidence"] == "" && table.rows[0]["closed_form"] == "")
    // A q of nothing is no posterior where no column says that there are any.
    #expect(table.rows[4]["reason"]?.hasPrefix("q: '', character 1") == true)
  }

  @Test func aColumnSaysWhatARowIs() async throws {
    let run = try await BatchTests.batch(
      #"""
      command,prior,likelihood,x,q,p
      check,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)",
       posterior ,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)",
      kl,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)","gamma(2, 1)"
      ,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)","gamma(2, 1)"
      ,"gamma(2, 1)",poisson(z),3,,"gamma(2, 1)"
      ,,,,"gamma(4, 2)","gamma(2, 1)"
      sweep,,,,"gamma(4, 2)","gamma(2, 1)"
      kl,"gamma(2, 1)",poisson(z),3,"gamma(4, 2)",
      """#)
    #expect(run.status == 0 && run.errors == "")
    let rows = run.table.rows
    try #require(rows.count == 8)
    func shown(_ name: String) -> [Bool] { rows.map { $0[name] != "" } }
    #expect(shown("elbo") == [true, false, false, true, false, false, false, false])
    #expect(shown("mean") == [false, true, false, false, true, false, false, false])
    #expect(shown("agrees") == [false, false, true, false, false, true, false, false])
    #expect(rows[6]["reason"] == "command must be check, kl or posterior, got 'sweep'")
    #expect(rows[7]["reason"]?.hasPrefix("p: '', character 1") == true)
    // Without a column, a row of a model with a q is checked.
    let plain = try await BatchTests.batch(
      "prior,likelihood,x,q\n\"gamma(2, 1)\",poisson(z),3,\n")
    #expect(!plain.table.header.contains("mean"))
    #expect(plain.table["status"] == ["invalid"])
  }

  @Test func modelsOfBothKindsOfDensityAreMixed() async throws {
    let run = try await BatchTests.batch(
      #"""
      prior,x,log_joint,support
      "normal(0, 1)",1,,
      ,,-z^2,-inf..inf
      "normal(0, 1)",2,-z^2,-inf..inf
      ,1,,
      """#)
    #expect(run.status == 0 && run.errors == "")
    let rows = run.table.rows
    try #require(rows.count == 4)
    // N(0, 2) at 1, and ∫exp(−z²) dz = √π.
    #expect(
      abs(rows[0].number("log_evidence") + 0.25 + 0.5 * log(4 * Double.pi))
        <= rows[0].number("log_evidence_error") + 1e-15)
    for row in rows[1...2] {
      #expect(
        abs(row.number("log_evidence") - 0.5 * log(Double.pi))
          <= row.number("log_evidence_error") + 1e-15)
    }
    #expect(rows[3]["status"] == "invalid")
  }

  // MARK: Options

  @Test(arguments: [
    (["--p", "normal(0, 1)"], "q\n\"normal(1, 2)\"\n", "kl", 1.3068528194400547),
    (["--q", "normal(1, 2)"], "p\n\"normal(0, 1)\"\n", "kl", 1.3068528194400547),
    (["--q", "normal(1, 2)", "--p", "normal(0, 1)"], "id\n7\n", "kl", 1.3068528194400547),
    (counts, "x\n3\n", "log_evidence", -2.0794415416798359),
    (["--theta", "1"], "x\n0.3\n", "log_evidence", -1.2189677615315315),
    (
      ["--log-joint", "-z^2", "--support=-inf..inf"], "id\n7\n", "log_evidence",
      0.5723649429247001
    ),
  ])
  func optionsStandInThePlaceOfColumns(
    _ options: [String], _ input: String, _ name: String, _ value: Double
  ) async throws {
    let run = try await BatchTests.batch(input, options)
    #expect(run.status == 0 && run.errors == "")
    let row = try #require(run.table.rows.first)
    #expect(abs(row.number(name) - value) <= row.number("\(name)_error") + 4e-16)
    let object = try await BatchTests.batch(
      input.contains("id")
        ? "{\"id\":7}\n" : "{\(input.replacing(/(\w)\n(.*)\n/) { "\"\($0.1)\":\($0.2)" })}\n",
      options)
    let cell = try #require(row[name])
    #expect(object.status == 0 && object.output.contains("\"\(name)\":\(cell),"))
  }

  @Test(arguments: [
    (["--p", "normal(0, 1)", "--prior", "normal(0, 1)"], "--p asks for KL(q||p)"),
    (["--p", "normal(0, 1)", "--x", "1"], "leave out --x"),
    (["--p", "normal(0"], "--p 'normal(0'"),
    (["--p", "poisson(-1)"], "--p"),
  ])
  func wrongUsageIsNamed(_ options: [String], _ message: String) async throws {
    let run = try await BatchTests.batch("q\n\"normal(1, 2)\"\n", options)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  // MARK: Bad input

  @Test(arguments: [
    ("q\n", [], "no column 'prior'"), ("p\n", [], "no column 'q'"),
    ("prior,likelihood,q\n", [], "no column 'x'"), ("prior,likelihood\n", [], "no column 'x'"),
    ("log_joint,x,q\n", [], "no column 'support'"), ("log_joint\n", [], "no column 'support'"),
    ("q,p,q\n", [], "more than one column 'q'"),
    ("command,q\n", [], "no column 'prior'"), ("command\n", [], "no column 'theta'"),
    ("command,theta\n", [], "no column 'x'"), ("x\n", ["--p", "normal(0, 1)"], "no column 'q'"),
    ("p\n", ["--x", "1"], "no column 'q'"),
  ])
  func refusesAHeaderWithoutAColumn(
    _ header: String, _ options: [String], _ message: String
  ) async throws {
    let run = try await BatchTests.batch(header + "1\n", options)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  static let badRows: [(row: String, reason: String)] = [
    (#"{"q":"normal(0, 1"}"#, "prior and likelihood must be there, got nothing"),
    (#"{"command":"kl","q":"normal(0, 1)"}"#, "p must be a distribution, got nothing"),
    (#"{"command":"kl"}"#, "q must be a distribution, got nothing"),
    (#"{"command":"check"}"#, "theta must be a positive finite number, got nothing"),
    (#"{"command":"posterior","x":1}"#, "prior and likelihood must be there, got nothing"),
    (#"{"command":"KL","q":"normal(0, 1)"}"#, "command must be check, kl or posterior, got 'KL'"),
    (#"{"command":["kl"]}"#, #"command must be check, kl or posterior, got '["kl"]'"#),
    (#"{"q":"normal(0, 1","p":"normal(0, 1)"}"#, "q: 'normal(0, 1', character 12"),
    (#"{"q":"normal(0, 1)","p":"normal(0, 1)\u0000"}"#, "p: 'normal(0, 1)\0', character 13"),
    (#"{"q":7,"p":"normal(0, 1)"}"#, "q: '7', character 1"),
    (#"{"q":"poisson(1) T[0, 2]","p":"poisson(1)"}"#, "q: 'poisson(1) T[0, 2]', character 12"),
    (#"{"q":"normal(0, 1)","p":"normal(0, 1)","q":"x"}"#, "must have one member 'q', got more"),
    (#"{"prior":"normal(0, 1)"}"#, "observation"),
    (
      #"{"prior":"normal(0, 1)","x":"a"}"#,
      "x must be a finite number, got 'a'"
    ),
    (#"{"prior":"normal(0, 1)","likelihood":null,"x":1}"#, "'null', character 1"),
    (#"{"prior":"normal(0, 1)","likelihood":"poisson(z)","x":1}"#, "lambda = z must be a"),
    (#"{"log_joint":"-z^2","support":"1..0"}"#, "'1..0'"),
    (#"{"log_joint":"-z^2"}"#, "log_joint and support must be there, got nothing"),
    (#"{"log_joint":"-z^2 +","support":"0..1"}"#, "character 7"),
    (#"{"log_joint":"-z^2","support":"0..1","x":[1,2]}"#, "takes at most one x, got 2"),
    (#"{"log_joint":"z","support":"0..inf"}"#, "infinite"),
    ("{", "the line must be a JSON object"),
  ]

  @Test(arguments: badRows.indices)
  func aBadRowSaysWhatIsWrongAndTheRestGoesOn(_ index: Int) async throws {
    let (row, reason) = Self.badRows[index]
    let good = Self.samples[5].row
    let run = try await BatchTests.batch("\(row)\n\(good)\n\(row)\n\(good)\n")
    #expect(run.status == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    try #require(lines.count == 5)
    #expect(lines[1] == lines[3] && lines[1].contains(#""status":"ok""#))
    let object = try JSONDecoder().decode(Reason.self, from: Data(lines[0].utf8))
    #expect(object.status != "ok")
    #expect(object.reason.contains(reason), "\(object.reason)")
  }

  private struct Reason: Decodable {
    let status: String
    let reason: String
  }

  /// A row of many bytes is taken in one piece, and those around it are others.
  @Test func aLongRowIsARow() async throws {
    let junk = String(repeating: "ab,\"\"", count: 200_000)
    let rows = (0..<5).map { "\($0),\"\(junk)\",\"normal(\($0), 1)\",\"normal(0, 1)\"\n" }
    let run = try await BatchTests.batch("id,note,q,p\n" + rows.joined(), ["--jobs", "3"])
    #expect(run.status == 0 && run.errors == "")
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 6)
    for index in 0..<5 {
      #expect(lines[index + 1].hasPrefix(rows[index].dropLast()))
      let kl = lines[index + 1].dropFirst(rows[index].utf8.count).prefix { $0 != "," }
      #expect(abs((Double(kl) ?? .nan) - 0.5 * Double(index * index)) < 1e-13)
    }
  }
}
