// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import Quadrature
import TestSupport
import Testing

/// `--data`: observations, covariates, weights and groups in the rows of a table.
struct DataTests {
  static let rows = PackageRoot.file("Tests/Fixtures/rows.csv").path
  static let logistic = [
    "--prior", "normal(0, 1)", "--likelihood", "bernoulli_logit(-0.5 + w*z)", "--x", "y",
  ]
  static let q = ["--q", "normal(0.8, 0.3)"]

  /// What `check` and `posterior` write of groups.
  struct Grouped: Decodable {
    let data: String
    let prior: String
    let likelihood: String?
    let x: String?
    let weight: String?
    let groups: [[String: JSONValue]]?
    let totals: [String: JSONValue]
  }

  private static func grouped(_ text: String) throws -> Grouped {
    try JSONDecoder().decode(Grouped.self, from: Data(text.utf8))
  }

  // MARK: Numbers

  private static let truths = Result { try CSVTable(fixture: "rows_truth").rows }

  /// By mpmath: see Tests/Fixtures/generate_rows.py.
  @Test(arguments: Set(try truths.get().compactMap { $0["arguments"] }).sorted())
  func hasTheNumbersOfTheRows(_ arguments: String) async throws {
    let run = try await CommandRun(
      shell: "cd '\(PackageRoot.url.path)' && \"$GAPCHECK\" \(arguments) --format json")
    #expect(run.errors == "" && run.status == 0)
    let truths = try DataTests.truths.get().filter { $0["arguments"] == arguments }
    var records: [String: [String: JSONValue]] = [:]
    if arguments.contains("--group") {
      let grouped = try DataTests.grouped(run.output)
      for record in grouped.groups ?? [] { records[record["group"]?.description ?? ""] = record }
      records["total"] = grouped.totals
      #expect(grouped.groups?.map { $0["group"]?.description } == ["north", "east", "south"])
    } else {
      records[""] = try run.objects().first
    }
    #expect(Set(truths.compactMap { $0["group"] }) == Set(records.keys))
    for row in truths {
      let (group, field) = (try #require(row["group"]), try #require(row["field"]))
      let value = try #require(records[group]?[field]?.number)
      let bound = try #require(records[group]?["\(field)_error"]?.number)
      let truth = Truth(try #require(row["truth"]))
      #expect(Estimate(value, error: bound).covers(truth), "\(group) \(field): \(value) ± \(bound)")
      #expect(bound < 1e-11)
    }
  }

  /// Ball arithmetic confirms what a table of rows comes to, as for observations on the command line.
  @Test(arguments: [
    logistic + q, logistic + ["--weight", "weight"],
    ["--prior", "gamma(2, 1)", "--log-likelihood", "count*log(z) - z", "--x", "height"],
    ["--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x", "height"]
      + ["--likelihood", "poisson(exp(z))", "--x", "count"],
  ])
  func isConfirmedByTheCertificate(_ arguments: [String]) async throws {
    let run = try await CommandRun(
      ["certify", "--data", DataTests.rows, "--format", "csv"] + arguments)
    #expect(run.status == 0 && run.errors == "")
    let row = try #require(run.table.rows.first)
    let verdicts = row.members.filter { $0.name.hasSuffix("_verdict") }
    #expect(verdicts.count >= 8 && verdicts.allSatisfy { $0.cell == "confirmed" })
    #expect(row["rows"] == "40")
  }

  @Test func theCertificateRefusesManyRows() async throws {
    let file = try DataTests.file("y\n" + String(repeating: "1\n", count: 4001))
    let run = try await CommandRun(
      ["certify", "--prior", "normal(0, 1)", "--data", file.url.path, "--x", "y"])
    #expect(run.status == 64)
    #expect(run.errors.contains("at most 4000 rows, each a part of the proof, got 4001"))
  }

  /// The same rows as observations on the command line.
  @Test func rowsWithoutCovariatesAreObservations() async throws {
    let file = try DataTests.file("n\n3\n1\n4\n")
    let model = ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--q", "gamma(9, 4)"]
    let rows = try await CheckTests.json(["check", "--data", file.url.path, "--x", "n"] + model)
    let list = try await CheckTests.json(["check", "--x", "3,1,4"] + model)
    for field in ["log_evidence", "elbo", "kl"] {
      let (a, b) = (try #require(rows[field]?.number), try #require(list[field]?.number))
      #expect(abs(a - b) < 1e-13)
    }
    #expect(rows["x"] == .text("n") && rows["rows"]?.number == 3)
    #expect(rows["likelihood"] == .text("poisson(z)"))
    #expect(list["rows"] == nil)
  }

  /// z ~ N(0, 1), x | z ~ N(z, 1) twice: N(0; 0, 3) of the sum, by hand.
  @Test func severalLikelihoodsOfOneLatent() async throws {
    let run = try await CommandRun([
      "posterior", "--prior", "normal(0, 1)", "--likelihood", "normal(z, 1)", "--x", "1,2",
      "--likelihood", "normal(2*z, 1)", "--x", "3", "--format", "csv",
    ])
    #expect(run.status == 0 && run.errors == "")
    let row = try #require(run.table.rows.first)
    // Precision 1 + 1 + 1 + 4, mean (1 + 2 + 6)/7.
    #expect(abs(row.number("mean") - 9.0 / 7) <= row.number("mean_error"))
    #expect(row["likelihood"] == "normal(z, 1); normal(2*z, 1)" && row["x"] == "1,2; 3")
  }

  /// −½x² − ½(x − z)² has no name: N(x; z, 1) but for the normaliser.
  @Test func aLogLikelihoodNeedsNoTable() async throws {
    let run = try await CommandRun([
      "posterior", "--prior", "normal(0, 1)", "--log-likelihood", "-0.5*(x - z)^2", "--x", "1,2",
      "--format", "csv",
    ])
    #expect(run.status == 0 && run.errors == "")
    let row = try #require(run.table.rows.first)
    #expect(abs(row.number("mean") - 1) <= row.number("mean_error"))
    #expect(row["likelihood"] == "" && row["log_likelihood"] == "-0.5*(x - z)^2")
  }

  // MARK: Groups

  @Test func formatsOfGroupsHaveTheSameNumbers() async throws {
    for command in [["check"] + DataTests.q, ["check", "--family", "normal"], ["posterior"]] {
      let arguments = command + DataTests.logistic + ["--data", DataTests.rows, "--group", "site"]
      let csv = try await CommandRun(arguments + ["--format", "csv"])
      let json = try await CommandRun(arguments + ["--format", "json"])
      let groups = try #require(
        DataTests.grouped(
          json.output.replacing(/"quantiles":\[[^\]]*\],/, with: "")
            .replacing(/"modes":\[[^\]]*\],/, with: "")
        ).groups)
      #expect(csv.status == 0 && json.status == 0 && groups.count == 3)
      for (row, record) in zip(csv.table.rows, groups) {
        for (name, value) in record {
          #expect(value.isShown(by: try #require(row[name])), "\(name)")
        }
      }
      let lines = try await CommandRun(arguments + ["--format", "ndjson"])
      #expect(lines.output.split(separator: "\n").count == 3)
      let text = try await CommandRun(arguments)
      #expect(text.output.contains("3 groups of 40 rows\nΣ log p(x)"))
    }
  }

  @Test func totalsAreARowOfTheirOwn() async throws {
    let arguments =
      ["check", "--data", DataTests.rows, "--group", "site", "--totals"] + DataTests.logistic
      + DataTests.q
    let csv = try await CommandRun(arguments + ["--format", "csv"])
    let json = try await CommandRun(arguments + ["--format", "json"])
    let totals = try DataTests.grouped(json.output)
    #expect(totals.groups == nil && csv.table.rows.count == 1)
    for (name, cell) in csv.table.rows[0].members {
      #expect(totals.totals[name]?.isShown(by: cell) == true, "\(name)")
    }
    #expect(totals.totals["group_count"]?.number == 3 && totals.totals["rows"]?.number == 40)
  }

  @Test func eachRowMayHaveItsLatent() async throws {
    let file = try DataTests.file("y\n1\n-2\n")
    let run = try await CommandRun([
      "posterior", "--prior", "normal(0, 1)", "--data", file.url.path, "--x", "y", "--each-row",
      "--format", "csv",
    ])
    #expect(run.table["group"] == ["1", "2"] && run.status == 0)
    for (row, mean) in zip(run.table.rows, [0.5, -1]) {
      #expect(abs(row.number("mean") - mean) <= row.number("mean_error"))
    }
  }

  // MARK: Files

  static func file(_ text: String) throws -> TemporaryFile {
    try TemporaryFile(holding: Data(text.utf8))
  }

  /// y = 1, 0, 1 and w = 0.5, −1, 2 in many ways.
  static let sameTables = [
    "y,w\n1,0.5\n0,-1\n1,2\n", "y,w\r\n1,0.5\r\n0,-1\r\n1,2", "w,y\n0.5,1\n-1,0\n2,1\n",
    "\u{feff}y,w\n\n1, 0.5 \n0,-1e0\n  \n1,+2.0\n", "y\tw\n1\t0.5\n0\t-1\n1\t2\n",
    "note,y,w\n\"a, \"\"b\"\"\",1,0.5\n\"line\nbreak\",\"0\",-1\n,1,2\n",
    "y,w,,a,a\n1,0.5,,,\n0,-1,,x,\n1,2,,,\n", "y,w,note\n1,0.5,nul\u{0}\n0,-1,\n1,2,\n",
    "{\"y\":1,\"w\":0.5}\n\n{\"w\":-1,\"y\":0,\"note\":\"\\\"\"}\r\n {\"y\":1,\"w\":2e0}\n",
  ]

  @Test(arguments: sameTables.indices)
  func readsATable(_ index: Int) async throws {
    let reference = try DataTests.file(DataTests.sameTables[0])
    let file = try DataTests.file(DataTests.sameTables[index])
    let arguments = ["check", "--format", "csv"] + DataTests.logistic + DataTests.q
    let expected = try await CommandRun(arguments + ["--data", reference.url.path])
    let run = try await CommandRun(arguments + ["--data", file.url.path])
    #expect(run.errors == "" && run.status == 0 && run.output == expected.output)
    let piped = try await CommandRun(
      arguments + ["--data", "-"], input: DataTests.sameTables[index])
    #expect(piped.output == expected.output)
  }

  /// Longer than a block that is read at once.
  @Test func readsRowsAcrossBlocks() async throws {
    let note = String(repeating: "x", count: 4093)
    let file = try DataTests.file(
      "y,note\n" + String(repeating: "2,\"\(note)\n\"\n", count: 700))
    let run = try await CommandRun([
      "posterior", "--prior", "gamma(1, 1)", "--likelihood", "poisson(z)", "--data", file.url.path,
      "--x", "y", "--format", "csv",
    ])
    let row = try #require(run.table.rows.first)
    #expect(row["rows"] == "700" && run.errors == "")
    // gamma(1 + 1400, 1 + 700).
    #expect(abs(row.number("mean") - 1401.0 / 701) <= row.number("mean_error"))
  }

  static let badTables: [(text: String, arguments: [String], complaint: String)] = [
    ("y,w\n1,0.5\n0,\n", [], ", line 3, column 'w': a finite number is needed, got ''"),
    ("y,w\n1,0.5\n\n0,NA\n", [], ", line 4, column 'w': a finite number is needed, got 'NA'"),
    ("y,w\n1,inf\n", [], ", line 2, column 'w': a finite number is needed, got 'inf'"),
    ("y,w\n1,2\u{0}3\n", [], ", line 2, column 'w': a finite number is needed, got '2\\03'"),
    ("y,w\n1\n", [], ", line 2: the row must have 2 cells, as the header, got 1"),
    ("y,w\n1,2,3\n", [], ", line 2: the row must have 2 cells, as the header, got 3"),
    ("y,w\n1,\"2\n", [], ", line 2: the row must close its quotes"),
    ("y,w,w\n1,2,3\n", [], ": the input has more than one column 'w'; its header is y, w, w"),
    ("v,w\n1,2\n", [], ": the input has no column 'y'; its header is v, w"),
    ("y,w\n", [], " holds no observation"), ("", [], " holds no observation"),
    ("y,w\n1,1\n2,1\n", [], ", line 3: "),
    (
      "y,w,z\n1,1,1\n", [], " has a column 'z', but z in a formula is the latent: rename the column"
    ),
    (
      "y,w,k\n1,1,0\n1,1,-1\n", ["--weight", "k"],
      ", line 3, column 'k': a finite number from 0 is needed, got '-1'"
    ),
    (
      "y,w,k\n1,1,a\n1,1, \n", ["--group", "k"],
      ", line 3, column 'k': the name of a group is needed, got ' '"
    ),
    ("{\"y\":1,\"w\":\"two\"}\n", [], ", line 1, column 'w': a finite number is needed, got 'two'"),
    (
      "{\"y\":1,\"w\":2}\n{\"y\":1}\n", [],
      ", line 2, column 'w': a finite number is needed, got nothing"
    ),
    (
      "{\"y\":1,\"w\":2}\ny,w\n", [],
      ", line 2: every line has to be an object of JSON, as the first"
    ),
  ]

  @Test(arguments: badTables.indices)
  func complainsOfTheTable(_ index: Int) async throws {
    let (text, arguments, complaint) = DataTests.badTables[index]
    let file = try DataTests.file(text)
    let run = try await CommandRun(
      ["check", "--data", file.url.path] + arguments + DataTests.logistic + DataTests.q)
    #expect(run.status == 65 && run.output == "")
    #expect(run.errors.hasPrefix("gapcheck: \(file.url.path)\(complaint)"), "\(run.errors)")
  }

  @Test func complainsOfAMissingFile() async throws {
    let run = try await CommandRun(
      ["check", "--data", "/no/such/file"] + DataTests.logistic + DataTests.q)
    #expect(run.status == 74)
    #expect(run.errors == "gapcheck: cannot read /no/such/file: No such file or directory\n")
  }

  // MARK: Names

  /// Before a parenthesis a name is a function, and x in a formula is a column only where nothing else is
  /// called so.
  @Test func namesAreColumnsFunctionsAndTheObservation() async throws {
    let file = try DataTests.file("exp,x,e\n3,1,2\n")
    let model = [
      "posterior", "--prior", "normal(0, 1)", "--data", file.url.path, "--format", "csv",
    ]
    let named = try await CommandRun(
      model + ["--likelihood", "normal(exp*z + exp(0) + e, 1)", "--x", "x"])
    let row = try #require(named.table.rows.first)
    // 3z − 2 of precision 1: mean 3·(1 − 3)/(1 + 9).
    #expect(abs(row.number("mean") + 0.6) <= row.number("mean_error"))
    let refused = try await CommandRun(model + ["--likelihood", "normal(x*z, 1)", "--x", "e"])
    #expect(refused.status == 65)
    #expect(refused.errors.contains("has a column 'x', but x in a formula is the observation"))
    let observed = try await CommandRun(
      model + ["--log-likelihood", "-0.5*(x - z)^2", "--x", "x"])
    #expect(observed.status == 0)
    let ambiguous = try await CommandRun(
      model + ["--log-likelihood", "-0.5*(x - z)^2", "--x", "e"])
    #expect(ambiguous.status == 65)
  }

  @Test func aNumberIsAnObservationUnlessAColumnHasItsName() async throws {
    let model = ["posterior", "--prior", "normal(0, 1)", "--x", "3", "--format", "csv", "--data"]
    for (header, mean) in [("3", 0.5), ("a", 1.5)] {
      let file = try DataTests.file("\(header)\n1\n")
      let row = try #require(try await CommandRun(model + [file.url.path]).table.rows.first)
      #expect(abs(row.number("mean") - mean) <= row.number("mean_error"))
    }
  }

  static let wrongUsage: [(arguments: [String], complaint: String)] = [
    (
      ["--log-joint", "-z^2", "--support", "0..inf"],
      "with --data give --prior, and the log likelihood of a row with --log-likelihood"
    ),
    (["--prior", "normal(0, 1)"], "name the column of the observations with --x"),
    (logistic + ["--x", "w"], "1 likelihood needs one --x"),
    (logistic + ["--likelihood", "poisson(z)"], "2 likelihoods need 2 times --x"),
    (logistic + ["--log-likelihood", "z"], "--log-likelihood stands for --likelihood"),
    (["--prior", "normal(0, 1)", "--log-likelihood", "x*z"], "--log-likelihood names x"),
    (
      ["--prior", "normal(0, 1)", "--likelihood", "normal(u*z, 1)", "--x", "y"],
      "nothing is called 'u'"
    ),
    (logistic + ["--group", "site", "--each-row"], "give it without --group"),
    (logistic + ["--totals"], "--totals goes with --group or --each-row"),
  ]

  @Test(arguments: wrongUsage.indices)
  func complainsOfWrongUsage(_ index: Int) async throws {
    let (arguments, complaint) = DataTests.wrongUsage[index]
    let run = try await CommandRun(
      ["check", "--data", DataTests.rows] + arguments + DataTests.q)
    #expect(run.status == 64 && run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
  }

  @Test(arguments: [["--group", "site"], ["--each-row"], ["--weight", "w"]])
  func rowsNeedATable(_ arguments: [String]) async throws {
    let run = try await CommandRun(
      ["check", "--prior", "normal(0, 1)", "--x", "1"] + DataTests.q + arguments)
    #expect(run.status == 64 && run.errors.contains("--data"))
  }

  /// A group without its numbers is a row like the others, and the exit status says so.
  @Test func aGroupThatFailsDoesNotEndTheOthers() async throws {
    let file = try DataTests.file("n,g\n3,a\n1,b\n")
    let run = try await CommandRun([
      "check", "--prior", "normal(0, 1)", "--likelihood", "poisson(z)", "--data", file.url.path,
      "--x", "n", "--group", "g", "--q", "gamma(2, 1)", "--format", "csv",
    ])
    #expect(run.status == 2 && run.table["status"] == ["invalid", "invalid"])
    #expect(run.table.rows[0]["reason"]?.contains("truncate the prior") == true)
  }
}
