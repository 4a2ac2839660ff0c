# SPDX-License-Identifier: GPL-3.0-or-later
"""The client against closed forms, and against the libraries that are there."""

import math
import time

import pytest

import gapcheck

MODEL = dict(prior="gamma(2.5, 1.5)", likelihood="poisson(z)", x=[3, 1, 4], q="gamma(8, 3.5)")
PAIR = dict(q="normal(0, 1)", p="normal(0, 2)")


def test_kl_is_the_closed_form():
    result = gapcheck.kl("exponential(2)", "exponential(0.5)")
    assert abs(result.value - (math.log(4) + 0.25 - 1)) <= result.error + 1e-15
    assert float(result) == result.value


def test_infinite_kl_is_infinite():
    result = gapcheck.kl("cauchy(0, 1)", "normal(0, 1)")
    assert result.value == math.inf and result.status == "infinite"


def test_a_thousand_pairs_at_once():
    q = [f"normal({i / 100}, 1)" for i in range(1000)]
    start = time.process_time()
    results = gapcheck.kl(q, "normal(0, 2)")
    # Of this process; the command's own time is measured elsewhere.
    assert time.process_time() - start < 1
    for i, result in enumerate(results):
        truth = math.log(2) + (1 + (i / 100) ** 2) / 8 - 0.5
        assert abs(result.value - truth) <= result.error + 1e-14


def test_check_and_posterior():
    check = gapcheck.check(**MODEL)
    assert abs(check.log_evidence.value - check.elbo.value - check.kl.value) < 1e-9
    posterior = gapcheck.posterior(**{name: value for name, value in MODEL.items() if name != "q"})
    assert posterior.mean.value == pytest.approx(10.5 / 4.5, abs=1e-12)
    assert [p for p, _ in posterior.quantiles] == [0.025, 0.25, 0.5, 0.75, 0.975]
    many = gapcheck.posterior(prior="normal(0, 1)", likelihood="normal(z, 1)", x=[[1], [2, 3], [0.5]])
    assert [round(result.mean.value, 12) for result in many] == [0.5, round(5 / 3, 12), 0.25]


def test_what_makes_no_model_is_said():
    with pytest.raises(gapcheck.GapcheckError, match="'\\)' is missing"):
        gapcheck.kl("normal(0, 1", "normal(0, 1)")
    with pytest.raises(gapcheck.GapcheckError, match="row 1"):
        gapcheck.kl(["normal(0, 1)", "oops"], "normal(0, 1)")
    with pytest.raises(gapcheck.GapcheckError, match="one length"):
        gapcheck.kl(["normal(0, 1)"], ["normal(0, 1)"] * 2)
    assert gapcheck.kl([], "normal(0, 1)") == []


def test_a_hand_written_gradient():
    def gradient(theta, x, phi):
        return -1 / phi + (theta - x) / phi**2 + 2 / phi**3

    model = dict(prior="exponential(1.3)", likelihood="normal(z, 1)", x=0.3, q="exponential(2)")
    assert gapcheck.approx("elbo_gradient_beta", **model) == gradient(1.3, 0.3, 2)


def test_verify_explains():
    verdict = gapcheck.verify(-0.3181471805599453, quantity="kl", **PAIR)
    assert not verdict and verdict.explanation == "the sign is wrong"
    assert "sign is wrong" in str(verdict)
    assert gapcheck.verify(0.32, quantity="kl", se=0.01, **PAIR)
    assert not gapcheck.verify(math.nan, quantity="kl", **PAIR)


def test_pytest_says_why(pytester):
    pytester.makepyfile(
        """
        import gapcheck

        PAIR = dict(q="normal(0, 1)", p="normal(0, 2)")

        def test_right():
            assert gapcheck.approx("kl", **PAIR) == 0.3181471805599453

        def test_wrong():
            assert gapcheck.approx("kl", **PAIR) == -0.3181471805599453
        """)
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*the sign is wrong*"])


def density(spec, z):
    """log q(z) from the KL of a narrow uniform distribution: log(1/w) minus the mean of log q over it."""
    width = 1e-4
    result = gapcheck.kl(f"uniform({z - width / 2!r}, {z + width / 2!r})", spec)
    return -math.log(width) - result.value


NUMPYRO = {
    "Normal": (0.3, 0.7), "LogNormal": (0.2, 0.6), "Gamma": (2.5, 1.7), "Exponential": (1.7,), "Beta": (2.0, 3.5),
    "Laplace": (0.3, 1.2), "Logistic": (0.3, 0.9), "Gumbel": (0.2, 1.1), "StudentT": (5.0, 0.1, 1.3),
    "Cauchy": (0.1, 0.8), "HalfNormal": (1.3,), "HalfCauchy": (0.7,), "Chi2": (3.0,), "Kumaraswamy": (2.0, 3.0),
    "Uniform": (-1.0, 2.5), "Weibull": (1.2, 2.3), "InverseGamma": (3.0, 2.0), "Pareto": (0.3, 2.5),
}


@pytest.mark.parametrize("name", sorted(NUMPYRO))
def test_objects_of_numpyro_are_the_same_distributions(name):
    distributions = pytest.importorskip("numpyro.distributions")
    member = getattr(distributions, name)(*NUMPYRO[name])
    assert density(gapcheck.spec(member), 0.4) == pytest.approx(float(member.log_prob(0.4)), abs=2e-5)


PYTORCH = {
    "Normal": (0.3, 0.7), "LogNormal": (0.2, 0.6), "Gamma": (2.5, 1.7), "Exponential": (1.7,), "Beta": (2.0, 3.5),
    "Laplace": (0.3, 1.2), "Gumbel": (0.2, 1.1), "StudentT": (5.0, 0.1, 1.3), "Cauchy": (0.1, 0.8), "HalfNormal": (1.3,),
    "HalfCauchy": (0.7,), "Chi2": (3.0,), "Kumaraswamy": (2.0, 3.0), "Uniform": (-1.0, 2.5), "Weibull": (1.2, 2.3),
    "InverseGamma": (3.0, 2.0), "Pareto": (0.3, 2.5), "ContinuousBernoulli": (0.3,),
}


@pytest.mark.parametrize("name", sorted(PYTORCH))
def test_objects_of_pytorch_are_the_same_distributions(name):
    torch = pytest.importorskip("torch")
    arguments = [torch.tensor(value, dtype=torch.float64) for value in PYTORCH[name]]
    member = getattr(torch.distributions, name)(*arguments)
    log_prob = float(member.log_prob(torch.tensor(0.4, dtype=torch.float64)))
    assert density(gapcheck.spec(member), 0.4) == pytest.approx(log_prob, abs=2e-5)


# The attributes that objects of TFP have, and the spec that they are.
TFP = {
    "Normal": ({"loc": 0.3, "scale": 0.7}, "normal(0.3, 0.7)"),
    "Gamma": ({"concentration": 2.5, "rate": 1.7}, "gamma(2.5, 1.7)"),
    "InverseGamma": ({"concentration": 3.0, "scale": 2.0}, "inv_gamma(3, 2)"),
    "Pareto": ({"concentration": 2.5, "scale": 0.3}, "pareto(0.3, 2.5)"),
    "Weibull": ({"concentration": 2.3, "scale": 1.2}, "weibull(2.3, 1.2)"),
    "Beta": ({"concentration1": 2.0, "concentration0": 3.5}, "beta(2, 3.5)"),
    "StudentT": ({"df": 5.0, "loc": 0.1, "scale": 1.3}, "student_t(5, 0.1, 1.3)"),
    "LogitNormal": ({"loc": 0.3, "scale": 0.8}, "logit_normal(0.3, 0.8)"),
    "Chi": ({"df": 3.0}, "chi(3)"),
    "HalfCauchy": ({"loc": 0.0, "scale": 0.7}, "half_cauchy(0.7)"),
    "Uniform": ({"low": -1.0, "high": 2.5}, "uniform(-1, 2.5)"),
    "Bernoulli": ({"probs": 0.3}, "bernoulli(0.3)"),
}


@pytest.mark.parametrize("name", sorted(TFP))
def test_objects_that_look_like_those_of_tfp(name):
    attributes, spec = TFP[name]
    kind = type(name, (), {**attributes, "__module__": "tensorflow_probability.python.distributions"})
    assert gapcheck.spec(kind()) == spec
    assert gapcheck.kl(kind(), kind()).value == 0


@pytest.mark.parametrize("name", sorted(TFP))
def test_objects_of_tfp_are_the_same(name):
    attributes, spec = TFP[name]
    try:
        from tensorflow_probability.substrates import jax as tfp

        member = getattr(tfp.distributions, name)(**attributes)
    except (ImportError, AttributeError) as error:  # It does not go with every version of JAX.
        pytest.skip(f"TFP: {error!r}")
    arguments = [float(text) for text in gapcheck.spec(member).split("(")[1].rstrip(")").split(",")]
    assert arguments == pytest.approx([float(text) for text in spec.split("(")[1].rstrip(")").split(",")], rel=1e-6)


def test_a_half_distribution_that_is_moved_is_refused():
    kind = type("HalfCauchy", (), {"loc": 1.0, "scale": 0.7, "__module__": "tensorflow_probability"})
    with pytest.raises(gapcheck.GapcheckError, match="must have loc 0"):
        gapcheck.spec(kind())
    logits = type("Bernoulli", (), {"probs": None, "logits": 0.3, "__module__": "tensorflow_probability"})
    with pytest.raises(gapcheck.GapcheckError, match="must be one distribution, with probs"):
        gapcheck.spec(logits())


SCIPY = [
    ("norm", (0.3, 0.7)), ("expon", (0, 0.6)), ("gamma", (2.5, 0, 0.6)), ("beta", (2, 3.5)), ("lognorm", (0.6, 0, 1.2)),
    ("t", (5, 0.1, 1.3)), ("uniform", (-1, 3.5)), ("weibull_min", (2.3, 0, 1.2)), ("invgamma", (3, 0, 2)),
    ("chi2", (3, 0, 2)), ("halfnorm", (0, 1.3)), ("halfcauchy", (0, 0.7)), ("gumbel_r", (0.2, 1.1)),
    ("laplace", (0.3, 1.2)), ("logistic", (0.3, 0.9)), ("cauchy", (0.1, 0.8)), ("pareto", (2.5, 0, 0.3)),
]


@pytest.mark.parametrize("name, arguments", SCIPY)
def test_frozen_distributions_of_scipy_are_the_same(name, arguments):
    stats = pytest.importorskip("scipy.stats")
    frozen = getattr(stats, name)(*arguments)
    assert density(gapcheck.spec(frozen), 0.4) == pytest.approx(float(frozen.logpdf(0.4)), abs=2e-5)


def test_what_has_no_counterpart_is_said():
    stats = pytest.importorskip("scipy.stats")
    for frozen in (stats.expon(1), stats.vonmises(1), stats.beta(1, 2, 0, 3)):
        with pytest.raises(gapcheck.GapcheckError):
            gapcheck.spec(frozen)
    with pytest.raises(gapcheck.GapcheckError, match="object has no counterpart"):
        gapcheck.spec(object())


def test_the_registry_of_numpyro():
    distributions = pytest.importorskip("numpyro.distributions")
    for q, p in [
        (distributions.Normal(0.3, 0.5), distributions.Normal(1.0, 2.0)),
        (distributions.Gamma(3.0, 2.0), distributions.Gamma(2.0, 0.5)),
        (distributions.Beta(2.0, 3.0), distributions.Beta(4.0, 1.5)),
    ]:
        mine = float(distributions.kl_divergence(q, p))
        assert gapcheck.approx("kl", q=q, p=p, dtype="float32") == mine


def test_an_elbo_estimate_of_numpyro():
    jax = pytest.importorskip("jax")
    numpyro = pytest.importorskip("numpyro")
    from numpyro.infer import Trace_ELBO

    dist = numpyro.distributions

    def model():
        z = numpyro.sample("z", dist.Gamma(2.5, 1.5))
        numpyro.sample("x", dist.Poisson(z), obs=3)

    def guide():
        numpyro.sample("z", dist.Gamma(6.0, 2.5))

    loss = Trace_ELBO(num_particles=2000).loss
    losses = [float(loss(jax.random.PRNGKey(seed), {}, model, guide)) for seed in range(20)]
    mean = sum(losses) / len(losses)
    se = math.sqrt(sum((loss - mean) ** 2 for loss in losses) / (len(losses) - 1) / len(losses))
    arguments = dict(prior="gamma(2.5, 1.5)", likelihood="poisson(z)", x=3, q="gamma(6, 2.5)", se=se)
    assert gapcheck.approx("elbo", **arguments) == -mean
    assert "sign" in gapcheck.verify(mean, quantity="elbo", **arguments).explanation


def test_a_row_that_takes_long_is_not_waited_for():
    slow = dict(prior="mixture(0.5, weibull(2, 1), 0.5, exp_mod_normal(0, 1, 1))", likelihood="chi_square(exp(z))", x=2e6)
    gapcheck.set_row_timeout(0.5)
    try:
        result = gapcheck.posterior(**slow)
        assert result.status == "timeout" and math.isnan(result.mean.value)
        assert float(gapcheck.kl(**PAIR)) == 0.3181471805599454
        assert gapcheck.verify(1, quantity="log_evidence", **slow).verdict == "cannot_tell"
    finally:
        gapcheck.set_row_timeout(None)
    assert float(gapcheck.kl(**PAIR)) == 0.3181471805599454
    with pytest.raises(gapcheck.GapcheckError, match="positive number of seconds"):
        gapcheck.set_row_timeout(0)
