// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@testable import gapcheck

/// `gapcheck report`.
struct ReportTests {
  /// The data of a page, with what its sliders show.
  struct Page: Decodable {
    struct Slider: Decodable {
      let name: String
      let asked: Int
      let labels: [String]
      let common: [String: String]
      let places: [Place]
    }

    struct Place: Decodable {
      let value: Double
      let q: String
      let x: String
      let numbers: [String: JSONValue]
      let slots: [String: String]
    }

    let sliders: [Slider]

    init(of html: String) throws {
      let match = try #require(html.firstMatch(of: /id="data">([^<]*)<\/script>/))
      self = try JSONDecoder().decode(Page.self, from: Data(match.1.utf8))
    }
  }

  /// What stands in the slots of a page as it is without a script.
  static func slots(_ html: String) -> [String: String] {
    var slots: [String: String] = [:]
    for match in html.matches(of: /<span data-slot="([^"]*)">([^<]*)<\/span>/) {
      slots[String(match.1)] = String(match.2)
    }
    for match in html.matches(of: /data-slot="([^"]*)" d="([^"]*)"/) {
      slots[String(match.1)] = String(match.2)
    }
    return slots
  }

  struct Model: Sendable, CustomTestStringConvertible {
    let name: String
    let model: [String]
    let x: String?
    let q: [String]
    /// The names of the sliders.
    let sliders: [String]
    var testDescription: String { name }

    var arguments: [String] { model + (x.map { ["--x=\($0)"] } ?? []) + q }
  }

  static let models = [
    Model(name: "exercise", model: ["--theta", "1"], x: "0.3", q: [], sliders: ["φ", "x"]),
    Model(
      name: "far", model: ["--theta", "1"], x: "50", q: ["--phi", "2"], sliders: ["φ", "x"]),
    Model(
      name: "large rate", model: ["--theta", "1e8"], x: "2", q: [], sliders: ["φ", "x"]),
    Model(
      name: "counts", model: ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)"], x: "3,1",
      q: ["--q", "gamma(5, 2)"], sliders: ["α", "β", "shift of x"]),
    Model(
      name: "bimodal",
      model: [
        "--prior", "mixture(0.5, normal(-2, 0.5), normal(2, 0.5))", "--likelihood", "normal(z, 1)",
      ], x: "0.5", q: ["--q", "normal(1.5, 0.7)"], sliders: ["μ", "σ", "x"]),
    Model(
      name: "log joint", model: ["--log-joint", "-z - 0.5*(x - z)^2", "--support", "0..inf"],
      x: "2", q: ["--q", "gamma(2, 1) T[0, 9]"], sliders: ["α", "β", "x"]),
    Model(
      name: "narrow", model: ["--prior", "normal(0, 1)", "--likelihood", "normal(z, 1e-9)"],
      x: "1e6", q: ["--q", "normal(1e6, 1e-9)"], sliders: ["μ", "σ", "x"]),
    Model(
      name: "without x", model: ["--log-joint", "-z - z^2", "--support", "0..inf"],
      x: nil, q: ["--q", "exponential(2)"], sliders: ["β"]),
  ]

  @Test(arguments: models)
  func everyPlaceHasTheNumbersThatCheckHas(_ model: Model) async throws {
    // Time for a build without optimization.
    let run = try await CommandRun(["report", "--seconds", "600"] + model.arguments)
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.utf8.count < 1_500_000)
    let page = try Page(of: run.output)
    #expect(page.sliders.map(\.name) == model.sliders)
    let slots = ReportTests.slots(run.output)
    #expect(slots["densities-posterior"]?.isEmpty == false)
    for (index, slider) in page.sliders.enumerated() {
      let count = slider.places.count
      // Counts do not go below 0, and doubles lie no closer.
      #expect(
        (["counts", "narrow"].contains(model.name) ? 10 : 25)...61 ~= count, "\(slider.name)")
      #expect(Set(slider.labels).count == count && slider.labels.count == count)
      #expect(slider.places.indices.contains(slider.asked))
      #expect(
        zip(slider.places, slider.places.dropFirst()).allSatisfy { $0.value < $1.value })
      for place in [0, slider.asked, count - 1].map({ slider.places[$0] }) {
        let truth = try await CheckTests.json(
          model.model + (place.x.isEmpty ? [] : ["--x=\(place.x)"]) + ["--q", place.q])
        for name in ["log_evidence", "elbo", "gap", "kl"] {
          #expect(place.numbers[name]?.number == truth[name]?.number, "\(place.q) \(place.x)")
          #expect(
            place.numbers["\(name)_error"]?.number == truth["\(name)_error"]?.number, "\(name)")
          let number = try #require(truth[name]?.number)
          let shown = try #require(
            (slider.common.merging(place.slots) { $1 })["\(name)-full"], "\(name)")
          #expect(shown.hasPrefix("all digits: \(number) ± "), "\(shown)")
        }
        #expect(place.numbers["status"]?.description == truth["status"]?.description)
      }
      // What was asked for is the same at every slider, and on the page without a script.
      let asked = slider.common.merging(slider.places[slider.asked].slots) { $1 }
      for name in ["log_evidence", "elbo-full", "kl-full", "place", "status", "identity"] {
        #expect(asked[name].map(HTMLEntities.escaped) == slots[name], "\(name)")
      }
      if index == 0 {
        for name in ["bounds-elbo", "bounds-area", "gap-line", "densities-q", "parts-elbo"] {
          #expect(asked[name] == slots[name] && asked[name]?.isEmpty == false, "\(name)")
        }
      }
    }
  }

  /// A label in the gap touches neither of its lines, wherever a slider stands; of a thin gap it stands above the figure.
  @Test(arguments: [models[3], models[5]])
  func theGapIsLabelledInside(_ model: Model) async throws {
    let page = try Page(
      of: try await CommandRun(["report", "--seconds", "600"] + model.arguments).output)
    var labels = 0
    for slider in page.sliders {
      let lines = ["bounds-elbo", "bounds-evidence"].flatMap { name in
        (slider.common[name] ?? "").matches(of: /[ML](-?[0-9.]+) (-?[0-9.]+)/).compactMap { match in
          Double(match.1).flatMap { x in Double(match.2).map { (x: x, y: $0) } }
        }
      }
      for place in slider.places {
        let label = place.slots["bounds-label"]?.firstMatch(
          of: /x="([^"]*)" y="([^"]*)" text-anchor="(start|end|middle)"/)
        guard let label, let x = Double(label.1), let y = Double(label.2) else {
          Issue.record("\(slider.name) = \(place.value) has no label")
          continue
        }
        guard label.3 != "middle" else {
          #expect(y < Figure.top && (Figure.left...Figure.right).contains(x))
          continue
        }
        labels += 1
        let reach = label.3 == "end" ? x - 70...x : x...x + 70
        let touched = lines.filter { reach.contains($0.x) && (y - 9...y).contains($0.y) }
        #expect(touched.isEmpty, "\(slider.name) = \(place.value): \(touched)")
      }
    }
    #expect(labels > 20)
  }

  /// No number of the ladder stands over the line of log p(x).
  @Test(arguments: [["--phi", "1"], ["--phi", "3"], []])
  func theLadderHasItsNumbersBesideTheLine(_ q: [String]) async throws {
    let page = try await CommandRun(["report", "--theta", "1", "--x", "0.3"] + q).output
    let ladder = try #require(page.components(separatedBy: "The ladder of bounds").last)
    let line = try #require(ladder.firstMatch(of: /class="evidence" d="M([0-9.]+)/))
    let zero = try #require(Double(line.1))
    let numbers = ladder[line.range.upperBound...].prefix { $0 != "\n" }
      .matches(of: /<text x="([0-9.]+)" y="[0-9.]+" text-anchor="(start|end)">([−0-9.·]+)</)
    #expect(numbers.count >= 5)
    for number in numbers {
      let (x, length) = (try #require(Double(number.1)), 6 * Double(number.3.count))
      #expect(number.2 == "start" ? x > zero || x + length < zero : x < zero || x - length > zero)
    }
  }

  /// The ELBO of the exercise in closed form: −½ log 2π − ½x² − 1/φ² + (x − θ)/φ + log θ − log φ + 1.
  @Test func theExercisesElboIsThatOfTheSheet() async throws {
    let run = try await CommandRun(["report", "--theta", "1.5", "--x", "0.3", "--phi", "2"])
    for slider in try Page(of: run.output).sliders {
      for place in slider.places {
        let (x, phi) = slider.name == "x" ? (place.value, 2) : (0.3, place.value)
        let elbo =
          -0.5 * log(2 * .pi) - 0.5 * x * x - 1 / (phi * phi) + (x - 1.5) / phi + log(1.5)
          - log(phi)
          + 1
        let number = try #require(place.numbers["elbo"]?.number)
        #expect(abs(number - elbo) < 1e-12 * max(1, abs(elbo)), "x = \(x), φ = \(phi)")
      }
    }
  }

  @Test(arguments: models.prefix(3))
  func thePageStandsByItself(_ model: Model) async throws {
    let directory = try ScratchDirectory()
    let run = try await directory.run(
      ["report"] + model.arguments + ["--output", "a<b>&\"c' \".html"])
    #expect(run.status == 0 && run.output == "" && run.errors == "")
    let page = try directory.text("a<b>&\"c' \".html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    // Nothing is fetched, and nothing can be.
    #expect(page.contains("content=\"default-src 'none'; "))
    #expect(!page.contains("<link") && !page.contains("<img") && !page.contains("@import"))
    #expect(page.firstMatch(of: /\b(?:href|src)\s*=/) == nil && !page.contains("http:"))
    let ids = page.matches(of: /\bid="([^"]*)"/).map { String($0.1) }
    #expect(ids.count > 20 && Set(ids).count == ids.count)
    for reference in page.matches(of: /(?:for|aria-labelledby|aria-describedby)="([^"]*)"/) {
      #expect(ids.contains(String(reference.1)), "\(reference.1)")
    }
    let names = page.matches(of: /data-slot="([^"]*)"/).map { String($0.1) }
    #expect(Set(names).count == names.count)
    // The name of the file stands in the command line.
    #expect(page.contains("a&lt;b&gt;&amp;&quot;c") && !page.contains("a<b>"))
    #expect(page.contains("prefers-color-scheme: dark") && page.contains("@media print"))
    #expect(page.contains("<td>1e-10</td>") && page.contains(">GSL</th>"))
  }

  @Test func nothingThatIsTypedEndsAnElement() async throws {
    let directory = try ScratchDirectory()
    _ = try await directory.shell(#"printf '</script><b>,w\n1,2\n0,1\n1,3\n' > rows.csv"#)
    let run = try await directory.run([
      "report", "--prior", "normal(0, 1)", "--likelihood", "bernoulli_logit(w*z)", "--data",
      "rows.csv", "--x", "</script><b>", "--family", "normal",
    ])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.ranges(of: "</script>").count == 2 && !run.output.contains("<b>"))
    // The rows of a file do not move.
    #expect(try Page(of: run.output).sliders.map(\.name) == ["μ", "σ"])
    #expect(run.output.contains("(3 rows)") && run.output.contains("the best one"))
  }

  private static let groups = [
    "--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--data", "counts.csv", "--x", "count",
  ]

  /// The table, the totals and the slider say of every group what `check` says.
  @Test(arguments: [["--q", "gamma(5, 2)"], ["--family", "lognormal"]])
  func groupsHaveATableAndASlider(_ q: [String]) async throws {
    let directory = try ScratchDirectory()
    _ = try await directory.shell(
      #"printf 'site,count\na,3\na,1\nb,0\n<i>,7\nb,90\n' > counts.csv"#)
    let arguments = ReportTests.groups + ["--group", "site"] + q
    let run = try await directory.run(["report"] + arguments)
    #expect(run.status == 0 && run.errors == "", "\(run.errors)")
    #expect(run.output.contains("3 groups of 5 rows") && !run.output.contains("<i>"))
    #expect(
      run.output.contains(
        q[0] == "--q" ? "q = gamma(5.0, 2.0), as asked" : "q = the best lognormal of each group"))
    let ids = run.output.matches(of: /\bid="([^"]*)"/).map { String($0.1) }
    #expect(Set(ids).count == ids.count)
    let check = try await directory.run(["check"] + arguments + ["--format", "csv"])
    let totals = try await directory.run(["check"] + arguments + ["--totals", "--format", "csv"])
    let slider = try #require(try Page(of: run.output).sliders.first)
    #expect(slider.name == "site" && slider.asked == 0)
    #expect(slider.labels == ["site = a", "site = b", "site = <i>"])
    #expect(try Page(of: run.output).sliders.allSatisfy { !$0.name.contains("x") })
    for (place, row) in zip(slider.places, check.table.rows) {
      for name in ["log_evidence", "elbo", "kl"] {
        let number = try #require(row[name].flatMap { Double($0) })
        // The best member has the rounded parameters of the row.
        let shown = try #require(place.numbers[name]?.number)
        let bounds =
          try #require(row["\(name)_error"].flatMap { Double($0) })
          + (place.numbers["\(name)_error"]?.number ?? .nan)
        #expect(abs(shown - number) <= bounds, "\(name)")
        #expect(run.output.contains("all digits: \(number) ±"), "\(name)")
      }
      #expect(place.slots["densities-frame"]?.contains("<path") == true)
      #expect(place.slots["place"]?.hasPrefix("site = ") == true)
    }
    let total = try #require(totals.table.rows.first)
    for name in ["log_evidence", "elbo", "gap", "kl"] {
      let number = try #require(total[name])
      #expect(run.output.contains("all digits: \(number) ±"), "\(name)")
    }
  }

  @Test func manyGroupsStaySmall() async throws {
    let directory = try ScratchDirectory()
    _ = try await directory.shell("(echo count; seq 0 449) > counts.csv")
    let run = try await directory.run(
      ["report"] + ReportTests.groups + ["--each-row", "--q", "gamma(5, 2)"])
    #expect(run.status == 0 && run.output.utf8.count < 1_500_000, "\(run.output.utf8.count)")
    let slider = try #require(try Page(of: run.output).sliders.first)
    #expect(slider.name == "row" && slider.places.count == 60 && slider.labels[59] == "row = 60")
    #expect(run.output.contains("The slider has the first 60."))
    #expect(run.output.contains("The table has the first 400;"))
  }

  /// A group without a q has its row, and its exit status; what is shown is the first that has one.
  @Test func aGroupThatFailsIsNamed() async throws {
    let directory = try ScratchDirectory()
    _ = try await directory.shell(#"printf 'g,w\na,1\nb,-1\n' > rows.csv"#)
    let arguments = [
      "--prior", "normal(0, 1)", "--log-likelihood", "w*z^2", "--data", "rows.csv", "--group", "g",
      "--family", "normal",
    ]
    let run = try await directory.run(["report"] + arguments)
    let check = try await directory.run(["check"] + arguments + ["--format", "csv"])
    #expect(run.status == check.status && run.status > 0, "\(run.errors) \(check.output)")
    #expect(run.output.contains("no q") && run.output.contains("b, the first that is shown"))
  }

  @Test func theNumbersOfThePosteriorAreThere() async throws {
    let model = ["--prior", "gamma(2, 1)", "--likelihood", "poisson(z)", "--x", "3"]
    let run = try await CommandRun(["report"] + model + ["--q", "gamma(5, 2)"])
    let posterior = try await CommandRun(["posterior"] + model + ["--format", "csv"])
    for name in ["mean", "sd", "quantile_0.5"] {
      let number = try #require(posterior.table.rows.first?[name])
      #expect(run.output.contains("all digits: \(number) ±"), "\(name)")
    }
    // q is the posterior.
    let slots = ReportTests.slots(run.output)
    #expect(slots["positivity"]?.contains("The gap is 0: q is the posterior") == true)
    #expect(run.output.contains("Where the line leaves the picture at the bottom, the gap is 0."))
  }

  /// What there is no time for has no place; what was asked for has its numbers.
  @Test func placesShareTheirTime() async throws {
    let run = try await CommandRun([
      "report", "--prior", "normal(0, 1)", "--likelihood", "poisson(exp(z))", "--x", "3", "--q",
      "normal(0.9, 0.3)", "--seconds", "1e-6",
    ])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("Nothing moves: no other numbers could be had in 10⁻⁶ s"))
    #expect(ReportTests.slots(run.output)["kl"]?.contains("±") == true)
  }

  @Test(arguments: ["0", "-1", "x", "inf"])
  func timeIsPositive(_ seconds: String) async throws {
    let run = try await CommandRun(["report", "--theta", "1", "--x", "1", "--seconds", seconds])
    #expect(run.status == 64 && run.errors.contains("--seconds"), "\(run.errors)")
  }

  @Test func whatIsInfiniteStandsInWords() async throws {
    let run = try await CommandRun(
      ["report", "--prior", "normal(0, 1)", "--x", "1", "--q", "cauchy(0, 1)"])
    #expect(run.status == 0)
    let slots = ReportTests.slots(run.output)
    #expect(slots["kl"] == "+∞" && slots["elbo"] == "−∞")
    #expect(slots["status"]?.hasPrefix("A number is infinite, by theorem: ") == true)
    #expect(slots["bounds-note"] == "No ELBO along this slider is a number.")
    #expect(slots["bounds-elbo"] == "")
    #expect(!run.output.contains(">nan") && !run.output.contains("nan "))
    #expect(!run.output.contains("NaN") && !run.output.contains("inf nats"))
    let place = try #require(try Page(of: run.output).sliders.first?.places.first)
    #expect(place.numbers["kl"]?.description == "Infinity")
  }

  @Test func noProgramIsNeeded() async throws {
    let run = try await CommandRun(
      ["report", "--theta", "1", "--x", "0.3", "--phi", "2"], environment: ["PATH": ""])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("q = exponential(2.0), as asked"))
    #expect(run.output.hasSuffix("</html>\n"))
  }

  /// Means over several draws would take minutes.
  @Test func aLargeGapHasAShortLadder() async throws {
    let far = try await CommandRun(["report", "--theta", "0.01", "--x", "1000"])
    #expect(far.output.contains("IWAE is left out") && far.output.contains(">EUBO<"))
    let near = try await CommandRun(["report", "--theta", "1", "--x", "0.3"])
    #expect(!near.output.contains("IWAE is left out") && near.output.contains(">IWAE 50<"))
  }

  static let wrongUsage: [UsageTests.Bad] = [
    (["--theta", "1"], "give the observation with --x"),
    (["--theta", "1", "--x", "0.3", "--output", ""], "--output must be a path"),
    (
      ["--theta", "1", "--x", "0.3", "--phi", "0"], "--phi must be a positive finite number, got 0"
    ),
    (["--theta", "1", "--x", "0.3", "--tolerance", "x"], "--tolerance must be"),
    (["--theta", "1", "--x", "1,2"], "give q with --q, or its family with --family"),
    (["--prior", "normal(0, 1)", "--x", "1"], "give q with --q, or its family with --family"),
    (["--theta", "1", "--x", "1", "--group", "site"], "--group is about the rows of --data"),
    (["--theta", "1", "--x", "1", "--totals"], "'gapcheck report' has no option '--totals'"),
  ].map { UsageTests.Bad(["report"] + $0, $1) }
}

/// The few characters that a page writes in another way.
private enum HTMLEntities {
  static func escaped(_ text: String) -> String {
    [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;"), ("'", "&#39;")]
      .reduce(text) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
  }
}
