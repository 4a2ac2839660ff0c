// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

/// `gapcheck fixtures`: golden values for other projects.
struct FixtureTests {
  private static func file(_ name: String) throws -> String {
    try String(contentsOf: PackageRoot.file("docs/fixtures/\(name)"), encoding: .utf8)
  }

  /// The columns that may differ from one machine, or version, to the next.
  private static let varied: Set = ["value", "value_error", "version", "gsl_version"]

  // MARK: The lists that are ready

  /// What stands in docs/fixtures is what is computed now, within the bounds of both.
  @Test(arguments: [("kl", 140), ("elbo", 120)])
  func theReadyListsAreComputedAgain(_ list: String, _ least: Int) async throws {
    let run = try await CommandRun(["fixtures", "--set", list, "--format", "csv"])
    #expect(run.status == 0 && run.errors == "")
    let (now, written) = (run.table.rows, CSVTable(try Self.file("\(list).csv")).rows)
    try #require(now.count == written.count && now.count >= least)
    for (row, other) in zip(now, written) {
      for (name, cell) in row.members where !Self.varied.contains(name) {
        #expect(cell == other[name], "\(row["name"] ?? ""): Scripts/fixtures would mend this")
      }
      let value = try #require(Double(row["value"] ?? ""))
      let known = try #require(Double(other["value"] ?? ""))
      let bounds = [row, other].compactMap { Double($0["value_error"] ?? "") }.reduce(0, +)
      #expect(value == known || abs(value - known) <= bounds, "\(row)")
      #expect(bounds <= 1e-10 * max(1, abs(known)) || known.isInfinite)
      #expect(row["definition"] != "" && row["parameters"] != "" && row["reason"] == "")
    }
  }

  @Test(arguments: ["kl", "elbo"]) func theJSONHasTheSame(_ list: String) throws {
    struct Document: Decodable {
      let version: String
      let command: String
      let units: String
      let fixtures: [[String: JSONValue]]
    }
    let document = try JSONDecoder().decode(
      Document.self, from: Data(try Self.file("\(list).json").utf8))
    #expect(document.command == "gapcheck fixtures --set \(list) --format json")
    let table = CSVTable(try Self.file("\(list).csv"))
    try #require(document.fixtures.count == table.rows.count)
    for (object, row) in zip(document.fixtures, table.rows) {
      for (name, value) in object {
        let cell = row[name] ?? ""
        #expect(value.isShown(by: cell) || value == .text("Infinity") && cell == "inf", "\(row)")
      }
    }
  }

  /// By the textbook's formulas, which share nothing with the engine.
  @Test func closedFormsAgree() throws {
    var count = 0
    for row in CSVTable(try Self.file("kl.csv")).rows {
      guard let (q, a) = Self.spec(row["q"]), let (p, b) = Self.spec(row["p"]),
        let truth = Self.closedForm("\(q) \(p)", a, b)
      else { continue }
      count += 1
      let value = try #require(Double(row["value"] ?? ""))
      #expect(value == truth || abs(value - truth) <= 1e-13 * max(1, truth), "\(row) \(truth)")
    }
    #expect(count >= 24)
  }

  /// The name and the numbers of a spec.
  private static func spec(_ text: String?) -> (String, [Double])? {
    guard let match = text?.wholeMatch(of: #/(\w+)\(([-0-9., ]+)\)/#) else { return nil }
    return (
      String(match.1),
      match.2.split(separator: ",").compactMap {
        Double($0.trimmingCharacters(in: .whitespaces))
      }
    )
  }

  private static func closedForm(_ pair: String, _ a: [Double], _ b: [Double]) -> Double? {
    func square(_ x: Double) -> Double { x * x }
    switch pair {
    case "normal normal":
      return log(b[1] / a[1]) + (square(a[1]) + square(a[0] - b[0])) / (2 * square(b[1])) - 0.5
    case "lognormal lognormal", "logit_normal logit_normal":
      return closedForm("normal normal", a, b)
    case "half_normal half_normal": return closedForm("normal normal", [0, a[0]], [0, b[0]])
    case "exponential exponential": return log(a[0] / b[0]) + b[0] / a[0] - 1
    case "double_exponential double_exponential":
      let distance = abs(a[0] - b[0])
      return log(b[1] / a[1]) + distance / b[1] + a[1] / b[1] * exp(-distance / a[1]) - 1
    case "cauchy cauchy":
      return log((square(a[1] + b[1]) + square(a[0] - b[0])) / (4 * a[1] * b[1]))
    case "pareto pareto":
      guard a[0] >= b[0] else { return .infinity }
      return log(a[1] / b[1]) + b[1] * log(a[0] / b[0]) + b[1] / a[1] - 1
    case "uniform uniform":
      return b[0] <= a[0] && a[1] <= b[1] ? log((b[1] - b[0]) / (a[1] - a[0])) : .infinity
    case "bernoulli bernoulli":
      return a[0] * log(a[0] / b[0]) + (1 - a[0]) * log((1 - a[0]) / (1 - b[0]))
    case "geometric geometric":
      return log(a[0] / b[0]) + (1 - a[0]) / a[0] * log((1 - a[0]) / (1 - b[0]))
    case "poisson poisson": return a[0] * log(a[0] / b[0]) + b[0] - a[0]
    case "laplace normal", "double_exponential normal":
      return 0.5 * log(.pi / 2 * square(b[1] / a[1])) - 1
        + (2 * square(a[1]) + square(a[0] - b[0])) / (2 * square(b[1]))
    case "exponential normal":
      let mean = 1 / a[0]
      return log(a[0]) - 1 + 0.5 * log(2 * .pi * square(b[1]))
        + (square(mean) + square(mean - b[0])) / (2 * square(b[1]))
    default: return nil
    }
  }

  /// The certificate proves a few of the models, drawn with a seed.
  @Test(arguments: [3, 11, 23, 29, 37]) func theCertificateConfirmsTheModels(_ number: Int)
    async throws
  {
    let rows = CSVTable(try Self.file("elbo.csv")).rows
    let row = try #require(rows.dropFirst(3 * number).first)
    var arguments = ["certify", "--format", "json", "--digits", "15"]
    for name in ["prior", "likelihood", "x", "q"] {
      arguments += ["--\(name)", try #require(row[name])]
    }
    let record = try #require(try await CommandRun(arguments).objects().first)
    for row in rows.dropFirst(3 * number).prefix(3) {
      let name = try #require(row["quantity"])
      let (value, error) = (
        Double(row["value"] ?? "") ?? .nan, Double(row["value_error"] ?? "") ?? .nan
      )
      let lower = Double(record["\(name)_lower"]?.description ?? "") ?? .nan
      let upper = Double(record["\(name)_upper"]?.description ?? "") ?? .nan
      #expect(value - error <= upper && lower <= value + error, "\(row) \(lower) \(upper)")
      #expect(abs(value - lower) < 1e-13 * max(1, abs(value)))
    }
  }

  // MARK: Lists of one's own

  /// Parts of the ELBO and bounds say what they are, too.
  @Test func numbersOfAModelHaveADefinition() async throws {
    let asked = [
      "expected_log_likelihood", "kl_prior", "expected_log_prior", "entropy",
      "expected_log_joint", "forward_kl", "jeffreys", "iwae_5", "vr_0.5", "cubo_2", "eubo",
    ]
    let run = try await CommandRun(
      ["fixtures", "--format", "csv"],
      input: #"{"theta":"1","x":"2","phi":"0.8","quantity":"\#(asked.joined(separator: " "))"}"#)
    #expect(run.status == 0 && run.errors == "")
    #expect(run.table.rows.map { $0["quantity"] } == asked)
    for row in run.table.rows { #expect(row["definition"] != "" && row["value"] != "", "\(row)") }
  }

  @Test func aRowHasTheQuantitiesThatItIsAskedFor() async throws {
    let rows = [
      #"{"q":"normal(0, 1)","p":"normal(0, 2)"}"#,
      #"{"name":"m","prior":"gamma(2, 1)","likelihood":"poisson(z)","x":[3,1],"q":"gamma(6, 3)"}"#,
      #"{"prior":"gamma(2, 1)","likelihood":"poisson(z)","x":[3,1]}"#,
      #"{"theta":1,"x":0.3,"phi":2,"quantity":"elbo elbo_gradient_phi"}"#,
      #"{"q":"cauchy(0, 1)","p":"normal(0, 2)","note":"heavy"}"#,
    ]
    let run = try await CommandRun(
      ["fixtures", "--format", "ndjson"], input: rows.joined(separator: "\n"))
    #expect(run.status == 0 && run.errors == "")
    let fixtures = try run.objects()
    #expect(
      fixtures.map { "\($0["name"]?.description ?? "") \($0["quantity"]?.description ?? "")" } == [
        "1 kl", "m log_evidence", "m elbo", "m kl", "3 log_evidence", "3 mean", "3 sd", "4 elbo",
        "4 elbo_gradient_phi", "5 kl",
      ])
    #expect(fixtures[4]["value"]?.number.map { abs($0 + 3.5959414584546674) < 1e-14 } == true)
    #expect(fixtures[7]["prior"] == .text("exponential(1)"))
    #expect(fixtures[9]["value"] == .text("Infinity") && fixtures[9]["note"] == .text("heavy"))
    let parameters = fixtures[1]["parameters"]?.description ?? ""
    #expect(
      parameters.hasPrefix("z ~ a gamma distribution, alpha = 2 (shape), beta = 1 (rate); x | z ~ ")
    )
    #expect(fixtures[2]["definition"]?.description.contains("its negative") ?? false)
  }

  /// With names in any order, truncated, or made of others: no parameter is called what it is not.
  @Test(arguments: [
    ("normal(sigma=2, mu=0)", "sigma = 2 (standard deviation), mu = 0 (mean)"),
    ("gamma(2, 1) T[0.5, ]", "beta = 1 (rate), truncated T[0.5, ]"),
    ("N(0, 1)", "a normal distribution, mu = 0 (mean), sigma = 1 (standard deviation)"),
    ("mixture(0.3, normal(0, 1), normal(1, 2))", "q = mixture(0.3, normal(0, 1), normal(1, 2)); p"),
  ])
  func parametersAreSpelledOut(_ q: String, _ words: String) async throws {
    let run = try await CommandRun(
      ["fixtures", "--format", "ndjson"], input: #"{"q":"\#(q)","p":"cauchy(0, 1)"}"#)
    let text = try #require(try run.objects().first?["parameters"]?.description)
    #expect(text.contains(words), "\(text)")
  }

  @Test(arguments: [
    (#"{"q":"foo(1)","p":"normal(0, 1)"}"#, 1, "no family is called 'foo'"),
    (#"{"q":"normal(0, 1)","p":"normal(0, 1)","quantity":"elbow"}"#, 1, "quantity must be one of"),
    (#"{"q":"normal(0, 1)","quantity":"kl"}"#, 1, "kl needs a model"),
    ("[7]", 1, "must be a JSON object"),
    ("", 65, "there must be a row"), ("[]", 65, "there must be a row"), ("[{}", 65, "has no end"),
  ])
  func whatHasNoValueSaysWhy(_ input: String, _ status: Int, _ reason: String) async throws {
    let run = try await CommandRun(["fixtures", "--format", "ndjson"], input: input)
    #expect(run.status == status)
    #expect((run.output + run.errors).contains(reason), "\(run.output)\(run.errors)")
  }

  @Test func aFileAndAListAreOneTooMany() async throws {
    let run = try await CommandRun(["fixtures", "a.csv", "--set", "kl"])
    #expect(run.status == 64)
    #expect(run.errors.contains("give a file or --set, got a.csv and --set kl"))
    #expect(try await CommandRun(["fixtures", "/nowhere"]).status == 74)
  }
}
