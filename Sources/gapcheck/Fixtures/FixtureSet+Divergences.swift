// SPDX-License-Identifier: GPL-3.0-or-later

extension FixtureSet {
  /// What the KL registries of NumPyro 0.22, PyTorch 2.13 and TFP 0.25 have and a spec can say, twice where the KL may
  /// be finite: each note says whose. Multivariate, categorical and ordered distributions, and Moyal's, have no spec;
  /// von Mises' is on an interval here and on a circle there, so that both have one location.
  static let divergenceRows = """
    name,q,p,note
    bernoulli bernoulli 1,"bernoulli(0.3)","bernoulli(0.62)",PyTorch TFP
    bernoulli bernoulli 2,"bernoulli(0.62)","bernoulli(0.3)",PyTorch TFP
    bernoulli poisson 1,"bernoulli(0.3)","poisson(3)",PyTorch
    bernoulli poisson 2,"bernoulli(0.62)","poisson(0.7)",PyTorch
    beta beta 1,"beta(2, 3)","beta(0.7, 1.6)",NumPyro PyTorch TFP
    beta beta 2,"beta(0.7, 1.6)","beta(2, 3)",NumPyro PyTorch TFP
    beta continuous_bernoulli 1,"beta(2, 3)","continuous_bernoulli(0.3)",PyTorch
    beta continuous_bernoulli 2,"beta(0.7, 1.6)","continuous_bernoulli(0.62)",PyTorch
    beta exponential 1,"beta(2, 3)","exponential(2)",PyTorch
    beta exponential 2,"beta(0.7, 1.6)","exponential(0.7)",PyTorch
    beta gamma 1,"beta(2, 3)","gamma(3, 2)",PyTorch
    beta gamma 2,"beta(0.7, 1.6)","gamma(0.8, 0.5)",PyTorch
    beta normal 1,"beta(2, 3)","normal(0.3, 1.2)",PyTorch
    beta normal 2,"beta(0.7, 1.6)","normal(-1, 0.5)",PyTorch
    beta pareto 1,"beta(2, 3)","pareto(1.5, 3)",PyTorch
    beta uniform 1,"beta(2, 3)","uniform(-1, 2)",PyTorch
    beta uniform 2,"beta(0.7, 1.6)","uniform(0, 1)",PyTorch
    beta uniform 3,"beta(2, 3)","uniform(0.2, 0.7)",PyTorch
    binomial binomial 1,"binomial(10, 0.3)","binomial(10, 0.62)",PyTorch
    binomial binomial 2,"binomial(25, 0.3)","binomial(10, 0.62)",PyTorch
    cauchy cauchy 1,"cauchy(0.3, 1.2)","cauchy(-1, 0.5)",PyTorch TFP
    cauchy cauchy 2,"cauchy(-1, 0.5)","cauchy(0.3, 1.2)",PyTorch TFP
    chi chi 1,"chi(3)","chi(4.5)",TFP
    chi chi 2,"chi(4.5)","chi(3)",TFP
    chi2 chi2 1,"chi_square(3)","chi_square(4.5)",TFP
    chi2 chi2 2,"chi_square(4.5)","chi_square(3)",TFP
    chi2 gamma 1,"chi_square(3)","gamma(3, 2)",TFP
    chi2 gamma 2,"chi_square(4.5)","gamma(0.8, 0.5)",TFP
    continuous_bernoulli continuous_bernoulli 1,"continuous_bernoulli(0.3)","continuous_bernoulli(0.62)",PyTorch TFP
    continuous_bernoulli continuous_bernoulli 2,"continuous_bernoulli(0.62)","continuous_bernoulli(0.3)",PyTorch TFP
    continuous_bernoulli exponential 1,"continuous_bernoulli(0.3)","exponential(2)",PyTorch
    continuous_bernoulli exponential 2,"continuous_bernoulli(0.62)","exponential(0.7)",PyTorch
    continuous_bernoulli normal 1,"continuous_bernoulli(0.3)","normal(0.3, 1.2)",PyTorch
    continuous_bernoulli normal 2,"continuous_bernoulli(0.62)","normal(-1, 0.5)",PyTorch
    continuous_bernoulli pareto 1,"continuous_bernoulli(0.3)","pareto(1.5, 3)",PyTorch
    continuous_bernoulli uniform 1,"continuous_bernoulli(0.3)","uniform(-1, 2)",PyTorch
    continuous_bernoulli uniform 2,"continuous_bernoulli(0.62)","uniform(0.1, 0.9)",PyTorch
    exp_gamma exp_gamma 1,"gamma(3, 2)","gamma(0.8, 0.5)",TFP (of the logarithms; which is the same)
    exp_inv_gamma exp_inv_gamma 1,"inv_gamma(3, 2)","inv_gamma(1.5, 0.8)",TFP (of the logarithms; which is the same)
    exponential beta 1,"exponential(2)","beta(2, 3)",PyTorch
    exponential continuous_bernoulli 1,"exponential(2)","continuous_bernoulli(0.3)",PyTorch
    exponential exponential 1,"exponential(2)","exponential(0.7)",PyTorch
    exponential exponential 2,"exponential(0.7)","exponential(2)",PyTorch
    exponential gamma 1,"exponential(2)","gamma(3, 2)",PyTorch
    exponential gamma 2,"exponential(0.7)","gamma(0.8, 0.5)",PyTorch
    exponential gumbel 1,"exponential(2)","gumbel(0.3, 1.2)",PyTorch
    exponential gumbel 2,"exponential(0.7)","gumbel(-1, 0.5)",PyTorch
    exponential normal 1,"exponential(2)","normal(0.3, 1.2)",PyTorch
    exponential normal 2,"exponential(0.7)","normal(-1, 0.5)",PyTorch
    exponential pareto 1,"exponential(2)","pareto(1.5, 3)",PyTorch
    exponential uniform 1,"exponential(2)","uniform(0.2, 0.7)",PyTorch
    gamma beta 1,"gamma(3, 2)","beta(2, 3)",PyTorch
    gamma chi2 1,"gamma(3, 2)","chi_square(3)",TFP
    gamma chi2 2,"gamma(0.8, 0.5)","chi_square(4.5)",TFP
    gamma continuous_bernoulli 1,"gamma(3, 2)","continuous_bernoulli(0.3)",PyTorch
    gamma exponential 1,"gamma(3, 2)","exponential(2)",PyTorch
    gamma exponential 2,"gamma(0.8, 0.5)","exponential(0.7)",PyTorch
    gamma gamma 1,"gamma(3, 2)","gamma(0.8, 0.5)",NumPyro PyTorch TFP
    gamma gamma 2,"gamma(0.8, 0.5)","gamma(3, 2)",NumPyro PyTorch TFP
    gamma gumbel 1,"gamma(3, 2)","gumbel(0.3, 1.2)",PyTorch
    gamma gumbel 2,"gamma(0.8, 0.5)","gumbel(-1, 0.5)",PyTorch
    gamma normal 1,"gamma(3, 2)","normal(0.3, 1.2)",PyTorch
    gamma normal 2,"gamma(0.8, 0.5)","normal(-1, 0.5)",PyTorch
    gamma pareto 1,"gamma(3, 2)","pareto(1.5, 3)",PyTorch
    gamma uniform 1,"gamma(3, 2)","uniform(0.2, 0.7)",PyTorch
    geometric geometric 1,"geometric(0.3)","geometric(0.62)",PyTorch
    geometric geometric 2,"geometric(0.62)","geometric(0.3)",PyTorch
    gumbel beta 1,"gumbel(0.3, 1.2)","beta(2, 3)",PyTorch
    gumbel continuous_bernoulli 1,"gumbel(0.3, 1.2)","continuous_bernoulli(0.3)",PyTorch
    gumbel exponential 1,"gumbel(0.3, 1.2)","exponential(2)",PyTorch
    gumbel gamma 1,"gumbel(0.3, 1.2)","gamma(3, 2)",PyTorch
    gumbel gumbel 1,"gumbel(0.3, 1.2)","gumbel(-1, 0.5)",PyTorch TFP
    gumbel gumbel 2,"gumbel(-1, 0.5)","gumbel(0.3, 1.2)",PyTorch TFP
    gumbel normal 1,"gumbel(0.3, 1.2)","normal(0.3, 1.2)",PyTorch
    gumbel normal 2,"gumbel(-1, 0.5)","normal(-1, 0.5)",PyTorch
    gumbel pareto 1,"gumbel(0.3, 1.2)","pareto(1.5, 3)",PyTorch
    gumbel uniform 1,"gumbel(0.3, 1.2)","uniform(0.2, 0.7)",PyTorch
    half_normal half_normal 1,"half_normal(1.2)","half_normal(0.5)",PyTorch TFP
    half_normal half_normal 2,"half_normal(0.5)","half_normal(1.2)",PyTorch TFP
    inv_gamma inv_gamma 1,"inv_gamma(3, 2)","inv_gamma(1.5, 0.8)",PyTorch (TransformedDistribution)
    inv_gamma inv_gamma 2,"inv_gamma(1.5, 0.8)","inv_gamma(3, 2)",PyTorch (TransformedDistribution)
    kumaraswamy beta 1,"kumaraswamy(2, 3)","beta(2, 3)",NumPyro
    kumaraswamy beta 2,"kumaraswamy(0.7, 1.6)","beta(0.7, 1.6)",NumPyro
    laplace beta 1,"double_exponential(0.3, 1.2)","beta(2, 3)",PyTorch
    laplace continuous_bernoulli 1,"double_exponential(0.3, 1.2)","continuous_bernoulli(0.3)",PyTorch
    laplace exponential 1,"double_exponential(0.3, 1.2)","exponential(2)",PyTorch
    laplace gamma 1,"double_exponential(0.3, 1.2)","gamma(3, 2)",PyTorch
    laplace laplace 1,"double_exponential(0.3, 1.2)","double_exponential(-1, 0.5)",PyTorch TFP
    laplace laplace 2,"double_exponential(-1, 0.5)","double_exponential(0.3, 1.2)",PyTorch TFP
    laplace normal 1,"double_exponential(0.3, 1.2)","normal(0.3, 1.2)",PyTorch
    laplace normal 2,"double_exponential(-1, 0.5)","normal(-1, 0.5)",PyTorch
    laplace pareto 1,"double_exponential(0.3, 1.2)","pareto(1.5, 3)",PyTorch
    laplace uniform 1,"double_exponential(0.3, 1.2)","uniform(0.2, 0.7)",PyTorch
    lognormal lognormal 1,"lognormal(0.3, 0.8)","lognormal(-1, 0.5)",PyTorch (TransformedDistribution) TFP
    lognormal lognormal 2,"lognormal(-1, 0.5)","lognormal(0.3, 0.8)",PyTorch (TransformedDistribution) TFP
    logit_normal logit_normal 1,"logit_normal(0.3, 0.8)","logit_normal(-1, 1.5)",TFP
    logit_normal logit_normal 2,"logit_normal(-1, 1.5)","logit_normal(0.3, 0.8)",TFP
    normal beta 1,"normal(0.3, 1.2)","beta(2, 3)",PyTorch
    normal continuous_bernoulli 1,"normal(0.3, 1.2)","continuous_bernoulli(0.3)",PyTorch
    normal exponential 1,"normal(0.3, 1.2)","exponential(2)",PyTorch
    normal gamma 1,"normal(0.3, 1.2)","gamma(3, 2)",PyTorch
    normal gumbel 1,"normal(0.3, 1.2)","gumbel(0.3, 1.2)",PyTorch
    normal gumbel 2,"normal(-1, 0.5)","gumbel(-1, 0.5)",PyTorch
    normal laplace 1,"normal(0.3, 1.2)","double_exponential(0.3, 1.2)",PyTorch
    normal laplace 2,"normal(-1, 0.5)","double_exponential(-1, 0.5)",PyTorch
    normal normal 1,"normal(0.3, 1.2)","normal(-1, 0.5)",NumPyro PyTorch TFP
    normal normal 2,"normal(-1, 0.5)","normal(0.3, 1.2)",NumPyro PyTorch TFP
    normal pareto 1,"normal(0.3, 1.2)","pareto(1.5, 3)",PyTorch
    normal uniform 1,"normal(0.3, 1.2)","uniform(0.2, 0.7)",PyTorch
    pareto beta 1,"pareto(1.5, 3)","beta(2, 3)",PyTorch
    pareto continuous_bernoulli 1,"pareto(1.5, 3)","continuous_bernoulli(0.3)",PyTorch
    pareto exponential 1,"pareto(1.5, 3)","exponential(2)",PyTorch
    pareto exponential 2,"pareto(0.5, 1)","exponential(0.7)",PyTorch
    pareto gamma 1,"pareto(1.5, 3)","gamma(3, 2)",PyTorch
    pareto gamma 2,"pareto(0.5, 1)","gamma(0.8, 0.5)",PyTorch
    pareto normal 1,"pareto(1.5, 3)","normal(0.3, 1.2)",PyTorch
    pareto normal 2,"pareto(0.5, 2)","normal(-1, 0.5)",PyTorch
    pareto pareto 1,"pareto(1.5, 3)","pareto(0.5, 4.5)",PyTorch TFP
    pareto pareto 2,"pareto(0.5, 4.5)","pareto(1.5, 3)",PyTorch TFP
    pareto uniform 1,"pareto(1.5, 3)","uniform(0.2, 0.7)",PyTorch
    poisson bernoulli 1,"poisson(3)","bernoulli(0.3)",PyTorch
    poisson binomial 1,"poisson(3)","binomial(10, 0.3)",PyTorch
    poisson poisson 1,"poisson(3)","poisson(0.7)",PyTorch
    poisson poisson 2,"poisson(0.7)","poisson(3)",PyTorch
    probit_bernoulli probit_bernoulli 1,"bernoulli(Phi(0.3))","bernoulli(Phi(-1))",TFP
    probit_bernoulli probit_bernoulli 2,"bernoulli(Phi(-1))","bernoulli(Phi(0.3))",TFP
    uniform beta 1,"uniform(0.2, 0.7)","beta(2, 3)",PyTorch
    uniform beta 2,"uniform(0.1, 0.9)","beta(0.7, 1.6)",PyTorch
    uniform continuous_bernoulli 1,"uniform(0.2, 0.7)","continuous_bernoulli(0.3)",PyTorch
    uniform continuous_bernoulli 2,"uniform(0.1, 0.9)","continuous_bernoulli(0.62)",PyTorch
    uniform exponential 1,"uniform(0.2, 0.7)","exponential(2)",PyTorch
    uniform exponential 2,"uniform(-1, 2)","exponential(0.7)",PyTorch
    uniform gamma 1,"uniform(0.2, 0.7)","gamma(3, 2)",PyTorch
    uniform gamma 2,"uniform(-1, 2)","gamma(3, 2)",PyTorch
    uniform gumbel 1,"uniform(0.2, 0.7)","gumbel(0.3, 1.2)",PyTorch
    uniform gumbel 2,"uniform(0.1, 0.9)","gumbel(-1, 0.5)",PyTorch
    uniform normal 1,"uniform(0.2, 0.7)","normal(0.3, 1.2)",PyTorch
    uniform normal 2,"uniform(0.1, 0.9)","normal(-1, 0.5)",PyTorch
    uniform pareto 1,"uniform(1.7, 2.5)","pareto(1.5, 3)",PyTorch
    uniform pareto 2,"uniform(0.6, 4)","pareto(0.5, 4.5)",PyTorch
    uniform pareto 3,"uniform(0.2, 0.7)","pareto(0.5, 4.5)",PyTorch
    uniform uniform 1,"uniform(0.2, 0.7)","uniform(0.1, 0.9)",PyTorch TFP
    uniform uniform 2,"uniform(0.1, 0.9)","uniform(0.2, 0.7)",PyTorch TFP
    von_mises von_mises 1,"von_mises(0.3, 1.2)","von_mises(0.3, 4)",TFP
    von_mises von_mises 2,"von_mises(0.3, 4)","von_mises(0.3, 1.2)",TFP
    weibull gamma 1,"weibull(1.5, 2)","gamma(3, 2)",NumPyro TFP
    weibull gamma 2,"weibull(0.8, 0.5)","gamma(0.8, 0.5)",NumPyro TFP
    weibull weibull 1,"weibull(1.5, 2)","weibull(0.8, 0.5)",TFP
    weibull weibull 2,"weibull(0.8, 0.5)","weibull(1.5, 2)",TFP
    """
}
