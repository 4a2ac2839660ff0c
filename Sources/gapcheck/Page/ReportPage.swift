// SPDX-License-Identifier: GPL-3.0-or-later

import Distributions
import Foundation
import Quadrature
import VariationalGap

/// The page of `report`: one file that needs no network, and shows what was asked for without a script too.
struct ReportPage {
  private let contents: ReportContents
  /// What was typed.
  private let commandLine: String
  private let numbers: ReportNumbers
  private let figures: ReportFigures

  init(contents: ReportContents, commandLine: String) {
    (self.contents, self.commandLine) = (contents, commandLine)
    numbers = ReportNumbers(contents.check)
    figures = ReportFigures(contents, numbers)
  }

  private var slots: PageSlots { figures.asked }

  var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <title>\(HTMLText.escaped("The gap: \(title)"))</title>
    <style>
    \(ReportPage.style)
    </style>
    </head>
    <body>
    <header>
    <h1>The gap between log p(x) and the ELBO</h1>
    <p class="model">\(HTMLText.escaped(title))<br>\
    \(HTMLText.escaped(family))</p>
    </header>
    \(controls)
    <main>
    \(groups)
    <section aria-labelledby="numbers">
    <h2 id="numbers">Numbers</h2>
    <p class="place">\(PageElement.text("place", slots))</p>
    <p>Each with a bound on its error, and rounded to it; all digits show up where a number is pointed at.</p>
    <dl class="cards">
    \(numbers.main.map(card).joined(separator: "\n"))
    </dl>
    </section>
    \(drawings)
    <section aria-labelledby="audit">
    <h2 id="audit">Audit</h2>
    <ul class="audit">
    <li>\(mark("identity-mark")) \(PageElement.text("identity", slots))</li>
    <li>\(mark("positivity-mark")) \(PageElement.text("positivity", slots))</li>
    <li><strong>Status</strong> \(PageElement.text("status", slots))</li>
    </ul>
    </section>
    \(ladder)
    \(posterior)
    <section aria-labelledby="conditions">
    <h2 id="conditions">Conditions</h2>
    \(table(conditions))
    </section>
    </main>
    \(data)
    </body>
    </html>

    """
  }

  /// What the model is.
  private var title: String { contents.groups?.title ?? "\(contents.check.model)" }

  /// What q is.
  private var family: String {
    let check = contents.check
    guard contents.groups != nil, let best = check.best else {
      return "q = \(check.family), \(check.isGiven ? "as asked" : "the best one")"
    }
    return "q = the best \(best.member.family.name) of each group"
  }

  // MARK: Groups

  /// All groups with their totals.
  private var groups: String {
    guard let groups = contents.groups else { return "" }
    let totals = groups.totals.estimates.enumerated().map { index, entry in
      """
      <div>
      <dt>\(HTMLText.escaped(entry.name))</dt>
      <dd class="value">\(number("total-\(index)", entry.value))</dd>
      </div>
      """
    }
    let rows = groups.results.prefix(ReportGroups.mostListed).enumerated().map { index, result in
      let q = result.distribution.map { "q = \($0)" } ?? "no q"
      let status = result.status == .ok ? "" : "<br>status: \(result.status.rawValue)"
      let numbers = [result.record?.logEvidence, result.record?.elbo, result.record?.divergence]
      let cells = numbers.enumerated().map { column, value in
        "<td>\(number("group-\(index)-\(column)", value ?? .missing))</td>"
      }
      return "<tr><th scope=\"row\">\(HTMLText.escaped(result.group))<br><span class=\"meaning\">"
        + HTMLText.escaped("\(result.rows) \(result.rows == 1 ? "row" : "rows"), \(q)")
        + "\(status)</span></th>\(cells.joined())</tr>"
    }
    let (listed, shown) = (ReportGroups.mostListed, ReportGroups.mostShown)
    var notes: [String] = []
    if groups.results.count > listed {
      notes.append(
        "The table has the first \(listed); the totals are those of all, and gapcheck check lists every one."
      )
    }
    if groups.results.count > shown { notes.append("The slider has the first \(shown).") }
    let heads = [groups.symbol, "log p(x)", "ELBO", "KL(q‖posterior)"].map {
      "<th scope=\"col\">\(HTMLText.escaped($0))</th>"
    }
    return """
      <section aria-labelledby="groups">
      <h2 id="groups">Groups</h2>
      <p>\(HTMLText.escaped(groups.totals.title)), each with a latent of its own: the sums are the logarithms of products. \
      \(notes.joined(separator: " "))</p>
      <dl class="cards totals">
      \(totals.joined(separator: "\n"))
      </dl>
      <table class="groups"><thead><tr>\(heads.joined())</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody></table>
      </section>
      """
  }

  /// Of what the numbers are that no slider moves.
  private var still: String {
    contents.groups.map { "\($0.label), the first that is shown" } ?? "the x that was asked for"
  }

  // MARK: Sliders

  /// Shown by the script, without which nothing moves.
  private var controls: String {
    guard !contents.sliders.isEmpty else {
      return contents.isCoarse
        ? "<p class=\"hint\">Nothing moves: no other numbers could be had in "
          + "\(PlotText.short(contents.seconds)) s, and --seconds gives them more.</p>" : ""
    }
    let inputs = contents.sliders.enumerated().map { index, slider in
      let label = HTMLText.escaped(slider.labels.dropFirst(slider.plan.asked).first ?? "")
      return """
        <div class="slider">
        <label for="slider-\(index)">\(HTMLText.escaped(slider.plan.title))</label>
        <output for="slider-\(index)" id="value-\(index)">\(label)</output>
        <input type="range" id="slider-\(index)" min="0" max="\(slider.places.count - 1)" step="1" \
        value="\(slider.plan.asked)" aria-valuetext="\(label)">
        </div>
        """
    }
    return """
      <form class="controls" aria-label="What to move" autocomplete="off" hidden>
      \(inputs.joined(separator: "\n"))
      <button type="button" id="back">Back to what was asked for</button>
      <p class="hint">One at a time: what a slider does not move stays as it was asked for.\(coarse)</p>
      <p class="unseen" role="status" id="said"></p>
      </form>
      """
  }

  /// What is said where sliders stop at fewer places than they might.
  private var coarse: String {
    guard contents.isCoarse else { return "" }
    let seconds = PlotText.short(contents.seconds)
    return
      " They stop where numbers could be had in \(seconds) s together: --seconds gives them more."
  }

  /// What the script puts into the slots, and the script.
  private var data: String {
    guard !contents.sliders.isEmpty else { return "" }
    func object(_ slots: PageSlots) -> FieldValue {
      .object(slots.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
    }
    let sliders = zip(contents.sliders, figures.sliders).map { slider, figures in
      FieldValue.object([
        ("name", .text(slider.plan.symbol)), ("asked", .integer(slider.plan.asked)),
        ("labels", .list(slider.labels.map { .text($0) })),
        ("common", object(figures.common)),
        (
          "places",
          .list(
            zip(slider.places, figures.places).map { place, slots in
              let x = place.model.observations.map { "\($0)" }.joined(separator: ",")
              return .object([
                ("value", .number(place.value)), ("q", .text("\(place.q)")), ("x", .text(x)),
                (
                  "numbers",
                  .object(
                    ReportPlace.columns.map { column in (column.name, column.value(place.row)) })
                ), ("slots", object(slots)),
              ])
            })
        ),
      ])
    }
    var text = RowText(infinity: .text)
    RowFormat.appendJSON(.object([("sliders", .list(sliders))]), to: &text)
    // Nothing in it ends the element that it stands in.
    let json = text.string.replacingOccurrences(of: "<", with: "\\u003c")
    return """
      <script type="application/json" id="data">\(json)</script>
      <script>
      \(ReportPage.script)
      </script>
      """
  }

  // MARK: Numbers

  private func card(_ entry: ReportNumbers.Entry) -> String {
    """
    <div>
    <dt>\(HTMLText.escaped(entry.name))</dt>
    <dd class="value">\(number(entry.slot))</dd>
    <dd class="formula">\(HTMLText.escaped(entry.formula))</dd>
    <dd>\(HTMLText.escaped(entry.meaning))</dd>
    </div>
    """
  }

  /// A number with its digits behind it.
  private func number(_ slot: String) -> String {
    number(
      slot, rounded: PageElement.text(slot, slots), full: PageElement.text("\(slot)-full", slots))
  }

  /// The same of a number that does not move.
  private func number(_ name: String, _ estimate: Estimate) -> String {
    let number = PageNumber(estimate)
    return self.number(
      name, rounded: HTMLText.escaped(number.rounded), full: HTMLText.escaped(number.full))
  }

  private func number(_ name: String, rounded: String, full: String) -> String {
    """
    <button type="button" class="number" aria-describedby="full-\(name)">\(rounded)</button>\
    <span class="digits" role="tooltip" id="full-\(name)">\(full)</span>
    """
  }

  private func mark(_ slot: String) -> String {
    "<strong>\(PageElement.text(slot, slots))</strong>"
  }

  // MARK: Figures

  private var drawings: String {
    var figures = [
      figure(
        "densities", "The densities",
        (contents.check.model.prior == nil
          ? "What is known of z once x is seen, the posterior p(z | x) = p(x, z)/p(x)"
          : "What is known of z before x is seen, the prior, and after, the posterior "
            + "p(z | x) = p(x | z) p(z)/p(x)") + "; q stands in its place.",
        keys: [("posterior", "posterior p(z | x)"), ("q", "q(z)")]
          + (contents.check.model.prior == nil
            ? [] : [("prior", "prior p(z)"), ("likelihood", "likelihood p(x | z), scaled")]),
        paths: [
          ("densities-posterior", "posterior"), ("densities-likelihood", "likelihood"),
          ("densities-prior", "prior"), ("densities-q", "q"),
        ], note: "densities-note")
    ]
    if !contents.sliders.isEmpty {
      figures += [
        figure(
          "bounds", "ELBO and log p(x)",
          "Along the slider that moves: between the two lines lies the gap.",
          keys: [("evidence", "log p(x)"), ("elbo", "ELBO"), ("gap", "gap")],
          paths: [
            ("bounds-area", "area"), ("bounds-evidence", "evidence"), ("bounds-elbo", "elbo"),
            ("bounds-here", "here"), ("bounds-dots", "dots"),
          ], labels: "bounds-label", note: "bounds-note"),
        figure(
          "gap", "The gap alone",
          "KL(q‖posterior) by its own integral, on a logarithmic axis: equal heights are equal factors.",
          keys: [("divergence", "KL(q‖posterior)")],
          paths: [("gap-line", "divergence"), ("gap-here", "here"), ("gap-dot", "dots")],
          note: "gap-note"),
      ]
    }
    if slots["parts-frame"] != nil {
      let rows = numbers.parts.map { entry in
        "<tr><th scope=\"row\">\(HTMLText.escaped(entry.name))<br>"
          + "<span class=\"formula\">\(HTMLText.escaped(entry.formula))</span></th>"
          + "<td>\(number(entry.slot))<br><span class=\"meaning\">"
          + "\(HTMLText.escaped(entry.meaning))</span></td></tr>"
      }
      figures.append(
        figure(
          "parts", "The parts of the ELBO",
          "Each bar begins where the one above it ends; what is left to log p(x) is the gap.",
          keys: [],
          paths: PartsFigure.names.map { ("parts-\($0)", "part-\($0)") } + [("parts-zero", "axis")],
          labels: "parts-labels",
          table: "<table><tbody>\(rows.joined())</tbody></table>"))
    }
    return """
      <section aria-labelledby="figures">
      <h2 id="figures">Figures</h2>
      <div class="figures">
      \(figures.joined(separator: "\n"))
      </div>
      </section>
      """
  }

  /// A figure of which lines and labels are slots; what it shows stands in words beneath.
  private func figure(
    _ name: String, _ title: String, _ caption: String, keys: [(style: String, text: String)],
    paths: [(slot: String, style: String)], labels: String? = nil, note: String? = nil,
    table: String = ""
  ) -> String {
    let lines = paths.map { PageElement.path($0.slot, slots, style: $0.style) }.joined()
    let legend = keys.map { key in
      "<span class=\"key\"><svg viewBox=\"0 0 28 12\" aria-hidden=\"true\"><path class=\"\(key.style)\" "
        + "d=\"\(key.style == "gap" ? "M1 1H27V11H1Z" : "M1 6H27")\"/></svg>\(HTMLText.escaped(key.text))</span>"
    }.joined()
    return """
      <figure>
      <h3 id="figure-\(name)">\(HTMLText.escaped(title))</h3>
      \(legend.isEmpty ? "" : "<p class=\"legend\">\(legend)</p>")
      <svg \(Figure.view) role="img" aria-labelledby="figure-\(name)">
      \(PageElement.group("\(name)-frame", slots))
      <svg \(Figure.inside)>\(lines)</svg>
      \(labels.map { PageElement.group($0, slots) } ?? "")
      </svg>
      <figcaption>\(HTMLText.escaped(caption))\(note.map { " " + PageElement.text($0, slots) } ?? "")</figcaption>
      \(table)
      </figure>
      """
  }

  /// Of what the bounds are.
  private var bounded: String {
    let q = "\(contents.check.family)"
    return contents.groups.map { "\($0.label) with q = \(q)" } ?? "the q that was asked for, \(q)"
  }

  /// Bounds on log p(x) at what was asked for.
  private var ladder: String {
    guard let bounds = contents.bounds else { return "" }
    let largest = ReportContents.largestGapOfImportance
    let hasImportance = contents.check.record.divergence.value <= largest
    let leftOut = " IWAE is left out where the gap is more than \(PlotText.short(largest)) nats."
    let ladder = LadderFigure(bounds)
    let markup = ladder.markup
    let rows = ladder.rungs.enumerated().map { index, rung in
      "<tr><th scope=\"row\">\(HTMLText.escaped(rung.name))<br><span class=\"meaning\">"
        + HTMLText.escaped(rung.meaning)
        + HTMLText.escaped(rung.bound.value.reason.map { ": \($0)" } ?? "") + "</span></th>"
        + "<td>\(number("rung-\(index)", rung.bound.value.shown))</td></tr>"
    }
    let svg =
      markup.isEmpty
      ? ""
      : "<svg \(Figure.view) role=\"img\" aria-labelledby=\"ladder\">\(markup)</svg>"
    return """
      <section aria-labelledby="ladder">
      <h2 id="ladder">The ladder of bounds</h2>
      <p>Other bounds on log p(x) of \(HTMLText.escaped(bounded)); the \
      sliders do not move them.\(hasImportance ? "" : leftOut)</p>
      <div class="figures pair">
      <figure>\(svg)</figure>
      <table><tbody>\(rows.joined(separator: "\n"))</tbody></table>
      </div>
      </section>
      """
  }

  // MARK: The rest

  /// Numbers of the posterior.
  private var posterior: String {
    let summary = contents.summary
    let rows: [(String, String, Estimate?)] =
      [("mean", "mean", summary.mean), ("sd", "standard deviation", summary.standardDeviation)]
      + summary.quantiles.map {
        ("quantile-\($0.probability)", "\(NumberText.percent($0.probability)) quantile", $0.value)
      }
    let lines = rows.map { slot, name, value in
      "<tr><th scope=\"row\">\(HTMLText.escaped(name))</th>"
        + "<td>\(value.map { number(slot, $0) } ?? "none")</td></tr>"
    }
    let modes = summary.posterior.modes.map { PageNumber.written("\($0)") }.joined(separator: ", ")
    let reason = summary.reason.map { "<p>\(HTMLText.escaped($0)).</p>" } ?? ""
    return """
      <section aria-labelledby="posterior">
      <h2 id="posterior">The posterior</h2>
      <p>What is known of z once x is seen, of \(HTMLText.escaped(still)).</p>
      <table><tbody>\(lines.joined(separator: "\n"))
      <tr><th scope="row">\(summary.posterior.modes.count == 1 ? "mode" : "modes")</th>\
      <td>\(HTMLText.escaped(modes))</td></tr></tbody></table>
      \(reason)
      </section>
      """
  }

  private var conditions: [[String]] {
    [
      ["gapcheck", Version.number], ["GSL", GSL.version],
      ["tolerance", "\(contents.check.tolerance)"],
      ["evaluations", "\(contents.check.record.evaluations)"], ["command", commandLine],
    ]
  }

  private func table(_ rows: [[String]]) -> String {
    let lines = rows.map { row in
      let cells = row.dropFirst().map { "<td>\(HTMLText.escaped($0))</td>" }.joined()
      return "<tr><th scope=\"row\">\(HTMLText.escaped(row.first ?? ""))</th>\(cells)</tr>"
    }
    return "<table>\n<tbody>\n\(lines.joined(separator: "\n"))\n</tbody>\n</table>"
  }

  private static let style = String(decoding: PackageResources.page_css, as: UTF8.self)
  private static let script = String(decoding: PackageResources.page_js, as: UTF8.self)
}
