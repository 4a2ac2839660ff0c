// SPDX-License-Identifier: GPL-3.0-or-later

import Foundation
import TestSupport
import Testing

@testable import gapcheck

/// `gapcheck report`.
struct ReportTests {
  @Test(
    .enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"), arguments: PlotTests.places)
  func thePageStandsByItself(_ place: PlotTests.Place) async throws {
    let directory = try ScratchDirectory()
    let run = try await directory.run(
      ["report"] + place.arguments + ["--output", "a<b>&\"c' \".html"])
    #expect(run.status == 0 && run.output == "" && run.errors == "")
    let page = try directory.text("a<b>&\"c' \".html")
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    #expect(page.ranges(of: "<svg ").count == 4 && page.ranges(of: "</svg>").count == 4)
    // Nothing is fetched, and nothing runs.
    #expect(!page.contains("<script") && !page.contains("<link") && !page.contains("<img"))
    #expect(!page.contains("@import") && !page.contains("CDATA"))
    let addresses = page.matches(of: /(?:href|src)\s*=\s*["']([^"']*)/).map { $0.1 }
    #expect(addresses.allSatisfy { $0.hasPrefix("#") })
    #expect(
      page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "").contains("http")
        == false)
    let ids = page.matches(of: /\bid\s*=\s*["']([^"']*)/).map { String($0.1) }
    #expect(ids.count > 8 && Set(ids).count == ids.count)
    for reference in page.matches(of: /(?:href=["']|url\()#([^"')]*)/) {
      #expect(ids.contains(String(reference.1)), "\(reference.1)")
    }
    // The name of the file stands in the command line.
    #expect(page.contains("a&lt;b&gt;&amp;&quot;c"))
    #expect(!page.contains("a<b>"))
    let record = try await CheckTests.json(place.arguments)
    for name in ["log_evidence", "elbo", "kl", "minimum_gap", "phi_star"] {
      let number = try #require(record[name]?.number)
      #expect(page.contains("<td>\(number)</td>"), "\(name)")
    }
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(page.contains("<td>1e-10</td>") && page.contains(">GSL</th>"))
  }

  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"))
  func anyModelAndTheRowsOfAFileHaveAPage() async throws {
    let directory = try ScratchDirectory()
    _ = try await directory.shell(#"printf 'y,w\n1,2\n0,1\n1,3\n' > rows.csv"#)
    let model = [
      "--prior", "normal(0, 1)", "--likelihood", "bernoulli_logit(w*z)", "--data", "rows.csv",
      "--x",
      "y",
    ]
    let run = try await directory.run(["report"] + model + ["--family", "normal"])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.ranges(of: "<svg ").count == 1 && run.output.contains("(3 rows)"))
    #expect(run.output.contains("<h2>The posterior</h2>") && run.output.contains("the best one"))
    let posterior = try await directory.run(["posterior"] + model + ["--format", "csv"])
    let mean = try #require(posterior.table.rows.first?["mean"])
    #expect(run.output.contains("<td>\(mean)</td>"))
    let infinite = try await CommandRun(
      ["report", "--prior", "normal(0, 1)", "--x", "1", "--q", "cauchy(0, 1)"])
    #expect(infinite.status == 0 && infinite.output.contains("KL(q‖posterior) is +∞"))
    #expect(!infinite.output.contains("nan"))
  }

  @Test(.enabled(if: GnuplotOnPath.isThere, "gnuplot is not on PATH"))
  func itGoesToStandardOutputToo() async throws {
    let run = try await CommandRun(["report", "--theta", "1", "--x", "0.3", "--phi", "2"])
    #expect(run.status == 0 && run.errors == "")
    #expect(run.output.contains("q = exponential(2.0), as asked"))
    #expect(run.output.hasSuffix("</html>\n"))
  }

  @Test(arguments: [
    (["--theta", "1"], "give the observation with --x"),
    (["--theta", "1", "--x", "0.3", "--output", ""], "--output must be a path"),
    (
      ["--theta", "1", "--x", "0.3", "--phi", "0"], "--phi must be a positive finite number, got 0"
    ),
    (["--theta", "1", "--x", "0.3", "--tolerance", "x"], "--tolerance must be"),
    (["--theta", "1", "--x", "1,2"], "give q with --q, or its family with --family"),
    (["--prior", "normal(0, 1)", "--x", "1"], "give q with --q, or its family with --family"),
  ])
  func wrongUsageIsExplained(_ arguments: [String], _ complaint: String) async throws {
    let run = try await CommandRun(["report"] + arguments)
    #expect(run.status == 64)
    #expect(run.output == "")
    #expect(run.errors.contains(complaint), "\(run.errors)")
  }

  @Test func textIsEscaped() {
    #expect(
      HTMLText.escaped("<a href=\"x\" title='y'>&amp;\u{1}é")
        == "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;\u{FFFD}é")
  }

  @Test func idsAndReferencesArePrefixed() throws {
    let file = """
      <?xml version="1.0"?><!DOCTYPE svg>
      <svg viewBox="0 0 1 1" xmlns:xlink="http://www.w3.org/1999/xlink"><title>Gnuplot</title>
      <path id='p'/><g id="gnuplot_plot_1" width="2"><use xlink:href='#p'/></g><a fill="url(#p)"/></svg>

      """
    let element = try #require(InlineSVG.element(file, prefix: "gap", label: "a \"b\""))
    #expect(
      element == """
        <svg role="img" aria-label="a &quot;b&quot;" viewBox="0 0 1 1"><path id='gap-p'/>\
        <g id="gap-gnuplot_plot_1" width="2"><use href='#gap-p'/></g><a fill="url(#gap-p)"/></svg>
        """)
    #expect(InlineSVG.element("nothing", prefix: "a", label: "") == nil)
  }
}
